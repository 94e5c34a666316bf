package org.widemargin.audit;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.widemargin.data.Dataset;

/**
 * The scores of one part of a data set.
 *
 * @param name train, validation or test
 * @param data its samples with the labels that were doubted
 * @param places the number of each sample in the data set: among all training samples, before any
 *     are held out, or among the test samples
 * @param own what the run's network says of it; of the samples that it learned from, in sample
 * @param folds what networks say that did not learn from the sample; null where there are none
 * @param trueLabels the labels before some were made wrong on purpose; null if none were
 */
public record PartAudit(
    String name,
    Dataset data,
    List<Integer> places,
    SampleScores own,
    @Nullable SampleScores folds,
    @Nullable List<Integer> trueLabels) {
  /** The samples that the run's network learned from. */
  public static final String TRAIN = "train";

  /** Those that its checkpoint was chosen by. */
  public static final String VALIDATION = "validation";

  /** Those that nothing was learned from. */
  public static final String TEST = "test";

  /** Copies the lists. */
  public PartAudit {
    places = List.copyOf(places);
    trueLabels = trueLabels == null ? null : List.copyOf(trueLabels);
  }

  /**
   * The scores to judge by: those out of sample, if there are any.
   *
   * @return of the folds, or of the run's own network
   */
  public SampleScores judged() {
    return folds == null ? own : folds;
  }

  /**
   * The label that is suggested for a sample instead of its own.
   *
   * @param sample from 0
   * @return the class that the judging network sees; empty where it agrees with the label
   */
  public Optional<Integer> suggested(int sample) {
    int seen = judged().predicted(sample);
    return seen == data.label(sample) ? Optional.empty() : Optional.of(seen);
  }

  /** {@return how many labels the judging networks do not agree with} */
  public int disagreeing() {
    return (int)
        IntStream.range(0, data.size()).filter(sample -> suggested(sample).isPresent()).count();
  }

  /**
   * Whether a label is known to be wrong.
   *
   * @param sample from 0
   * @return empty where nothing is known
   */
  public Optional<Boolean> wrong(int sample) {
    return trueLabels == null
        ? Optional.empty()
        : Optional.of(trueLabels.get(sample) != data.label(sample));
  }

  /**
   * How well each score finds the labels that are known to be wrong.
   *
   * @return of the run's own network, then out of sample; empty where nothing is known, or no label
   *     is wrong
   */
  public List<Detection> detections() {
    boolean[] wrong = new boolean[data.size()];
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = wrong(i).orElse(false);
    }
    List<Detection> inSample = Detection.of(own, wrong, !name.equals(TRAIN));
    return folds == null
        ? inSample
        : Stream.concat(inSample.stream(), Detection.of(folds, wrong, true).stream()).toList();
  }
}
