package org.widemargin.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import org.widemargin.Classifier;
import org.widemargin.Prediction;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.error.InputException;
import org.widemargin.torch.NativeRuntime;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What an executor does with the rows of a partition: it reads a batch of them, asks the network
 * once, and hands the rows on.
 */
final class ScorePartition implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;
  private static final int BATCH_SIZE = 128;

  private final Broadcast<byte[]> run;
  private final String digest;
  private final SampleColumns columns;
  private final boolean withDistance;

  ScorePartition(
      Broadcast<byte[]> run, String digest, SampleColumns columns, boolean withDistance) {
    this.run = run;
    this.digest = digest;
    this.columns = columns;
    this.withDistance = withDistance;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    TaskContext task = TaskContext.get();
    Classifier classifier = LoadedClassifiers.OF_THIS_EXECUTOR.borrow(digest, run::value);
    task.addTaskCompletionListener(
        (TaskCompletionListener) ended -> LoadedClassifiers.OF_THIS_EXECUTOR.giveBack(digest));
    NativeRuntime.initialise(task.cpus());
    return new Scored(rows, classifier);
  }

  private final class Scored implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Classifier classifier;
    private final Deque<Row> ready = new ArrayDeque<>();

    Scored(Iterator<Row> rows, Classifier classifier) {
      this.rows = rows;
      this.classifier = classifier;
    }

    @Override
    public boolean hasNext() {
      return !ready.isEmpty() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (ready.isEmpty()) {
        scoreBatch();
      }
      return ready.remove();
    }

    private void scoreBatch() {
      List<Row> batch = new ArrayList<>();
      List<float[]> samples = new ArrayList<>();
      List<Optional<Row>> predictions = new ArrayList<>();
      List<Integer> scored = new ArrayList<>();
      while (batch.size() < BATCH_SIZE && rows.hasNext()) {
        Row row = rows.next();
        try {
          columns
              .sample(row, classifier)
              .ifPresent(
                  sample -> {
                    scored.add(batch.size());
                    samples.add(sample);
                  });
          predictions.add(Optional.empty());
        } catch (InputException e) {
          predictions.add(Optional.of(failed(e)));
        }
        batch.add(row);
      }
      List<Row> answers = answers(samples.toArray(float[][]::new));
      for (int i = 0; i < scored.size(); i++) {
        predictions.set(scored.get(i), Optional.of(answers.get(i)));
      }
      for (int i = 0; i < batch.size(); i++) {
        ready.add(extended(batch.get(i), predictions.get(i).orElse(null)));
      }
    }

    /** Where a batch has no answer, each row has its own, or its own fault. */
    private List<Row> answers(float[][] samples) {
      try {
        return answersTogether(samples);
      } catch (InputException e) {
        return Arrays.stream(samples).map(this::answerAlone).toList();
      }
    }

    private Row answerAlone(float[] sample) {
      try {
        return answersTogether(new float[][] {sample}).get(0);
      } catch (InputException e) {
        return failed(e);
      }
    }

    private List<Row> answersTogether(float[][] samples) {
      List<Prediction> found =
          withDistance
              ? classifier.predict(samples, LayerChoice.INPUT)
              : classifier.classify(samples);
      return found.stream().map(ScorePartition::answer).toList();
    }
  }

  private static Row answer(Prediction prediction) {
    Map<String, Double> distances = prediction.distances();
    return RowFactory.create(
        prediction.className(),
        prediction.competitor(),
        prediction.probability(),
        CollectionConverters.asScala(prediction.probabilities()),
        distances.get("input"),
        null);
  }

  private static Row failed(InputException failure) {
    return RowFactory.create(null, null, null, null, null, failure.getMessage());
  }

  private static Row extended(Row row, @Nullable Row prediction) {
    return RowFactory.create(
        IntStream.rangeClosed(0, row.size())
            .mapToObj(i -> i < row.size() ? row.get(i) : prediction)
            .toArray());
  }
}
