package org.widemargin.robustness;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.SampleOutcome;
import org.widemargin.attack.SampleOutcome.Status;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.Accuracy;
import org.widemargin.evaluate.AccuracyEvaluation;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.evaluate.Decision;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * Adversarial points made on one classifier, to look at or to try on others (black box). Immutable.
 *
 * <p>Stored as safetensors: {@code points} float32 {@code [N, ...]}, {@code samples} and {@code
 * labels} int64 {@code [N]}; the file's metadata say where they come from.
 */
public final class AdversarialExamples {
  private final long[] shape;
  private final int[] samples;
  private final int[] labels;
  private final float[] points;
  private final Map<String, String> provenance;

  private AdversarialExamples(
      long[] shape, int[] samples, int[] labels, float[] points, Map<String, String> provenance) {
    this.shape = shape;
    this.samples = samples;
    this.labels = labels;
    this.points = points;
    this.provenance = Map.copyOf(provenance);
  }

  /**
   * Gathers the broken samples' points of attacks on samples of one data set.
   *
   * @param dataset where the samples come from
   * @param results of the attacks
   * @return the adversarial examples, attack by attack
   */
  public static AdversarialExamples of(Dataset dataset, List<AttackResult> results) {
    return gather(dataset, results, false);
  }

  /**
   * Gathers the points of all attacked samples, broken or not, as the paper's black-box experiments
   * need them: what failed here may work elsewhere.
   *
   * @param dataset where the samples come from
   * @param results of the attacks
   * @return the points, attack by attack
   */
  public static AdversarialExamples ofAll(Dataset dataset, List<AttackResult> results) {
    return gather(dataset, results, true);
  }

  static AdversarialExamples none(Dataset dataset) {
    return gather(dataset, List.of(), false);
  }

  private static AdversarialExamples gather(
      Dataset dataset, List<AttackResult> results, boolean all) {
    List<Integer> chosen = new ArrayList<>();
    List<float[]> values = new ArrayList<>();
    Map<String, String> provenance = new TreeMap<>();
    provenance.put("dataset", dataset.name());
    for (AttackResult result : results) {
      provenance.merge("attacks", result.attack(), (a, b) -> a + "," + b);
      provenance.put("norm", result.threat().norm().toString());
      provenance.put("epsilon", Double.toString(result.threat().epsilon()));
      for (int i = 0; i < result.outcomes().size(); i++) {
        SampleOutcome outcome = result.outcomes().get(i);
        if (all || outcome.status() == Status.BROKEN) {
          chosen.add(outcome.sample());
          values.add(result.point(i));
        }
      }
    }
    int elements = dataset.sampleShape().elements();
    int[] samples = chosen.stream().mapToInt(Integer::intValue).toArray();
    float[] points = new float[samples.length * elements];
    for (int i = 0; i < samples.length; i++) {
      System.arraycopy(values.get(i), 0, points, i * elements, elements);
    }
    long[] shape =
        Arrays.stream(dataset.sampleShape().dimensions()).mapToLong(size -> size).toArray();
    int[] labels = Arrays.stream(samples).map(dataset::label).toArray();
    return new AdversarialExamples(shape, samples, labels, points, provenance);
  }

  /**
   * The number of examples.
   *
   * @return 0 or more
   */
  public int size() {
    return samples.length;
  }

  /**
   * The sample that an example was made from.
   *
   * @param position from 0
   * @return its index in the data set
   */
  public int sample(int position) {
    return samples[position];
  }

  /**
   * The true class of an example.
   *
   * @param position from 0
   * @return the label
   */
  public int label(int position) {
    return labels[position];
  }

  /**
   * The elements of an example.
   *
   * @param position from 0
   * @return in row-major order, a fresh array
   */
  public float[] point(int position) {
    int elements = points.length / samples.length;
    return Arrays.copyOfRange(points, position * elements, (position + 1) * elements);
  }

  /**
   * Where the examples come from.
   *
   * @return the data set's name, the attacks, norm and epsilon
   */
  public Map<String, String> provenance() {
    return provenance;
  }

  /**
   * Tries samples and examples on a classifier, which may be another than they were made on. As for
   * every attack a sample counts as robust only if it is right clean too.
   *
   * @param classifier whom
   * @param dataset where the samples come from
   * @param batchSize how many at once
   * @return which samples it classifies right both clean and as examples, in order
   * @throws org.widemargin.error.InputException if there is no example
   */
  public Accuracy withstood(Classifier classifier, Dataset dataset, int batchSize) {
    return accuracy(classifier, batchSize)
        .and(AccuracyEvaluation.of(classifier, dataset, samples, batchSize));
  }

  /**
   * Tries the examples alone on a classifier, which may be another than they were made on.
   *
   * @param classifier whom
   * @param batchSize how many at once
   * @return which examples it classifies right, in order
   * @throws org.widemargin.error.InputException if there is no example
   */
  public Accuracy accuracy(Classifier classifier, int batchSize) {
    return accuracy(classifier, batchSize, Decision::correct);
  }

  /**
   * Tries samples and examples on a classifier, as {@link #withstood} does, and counts those whose
   * class is among the first few both times.
   *
   * @param classifier whom
   * @param dataset where the samples come from
   * @param batchSize how many at once
   * @param first how many classes count as found, at least 1
   * @return which samples have their class among them both clean and as examples, in order
   * @throws org.widemargin.error.InputException if there is no example
   */
  public Accuracy withstoodAmong(Classifier classifier, Dataset dataset, int batchSize, int first) {
    return accuracy(classifier, batchSize, (logits, truth) -> Decision.among(logits, truth, first))
        .and(AccuracyEvaluation.among(classifier, dataset, samples, batchSize, first));
  }

  private Accuracy accuracy(
      Classifier classifier, int batchSize, BiFunction<Tensor, Tensor, boolean[]> decision) {
    require(samples.length > 0, "expected at least one adversarial example, found none");
    boolean[] correct = new boolean[samples.length];
    for (int[] batch : Batches.of(Batches.first(samples.length), batchSize)) {
      try (Scope scope = Scope.open()) {
        int elements = points.length / samples.length;
        int from = batch[0];
        int to = from + batch.length;
        Tensor inputs =
            Tensors.of(
                classifier.device(),
                Arrays.copyOfRange(points, from * elements, to * elements),
                batchShape(batch.length));
        Tensor logits = Autograd.withoutGradient(() -> classifier.logits(inputs));
        boolean[] right =
            decision.apply(logits, Tensors.labels(inputs, Arrays.copyOfRange(labels, from, to)));
        System.arraycopy(right, 0, correct, from, right.length);
      }
    }
    return Accuracy.of(correct);
  }

  /**
   * Stores the examples.
   *
   * @param file where to, in safetensors format; an existing file is replaced
   */
  public void write(Path file) {
    AdversarialFile.of(file).write(batchShape(samples.length), points, samples, labels, provenance);
  }

  /**
   * Reads stored examples.
   *
   * @param file in safetensors format
   * @return the examples
   * @throws org.widemargin.error.InputException if the file is not of this kind
   */
  public static AdversarialExamples read(Path file) {
    return AdversarialFile.of(file).read(AdversarialExamples::new);
  }

  private long[] batchShape(int count) {
    long[] batch = new long[shape.length + 1];
    batch[0] = count;
    System.arraycopy(shape, 0, batch, 1, shape.length);
    return batch;
  }
}
