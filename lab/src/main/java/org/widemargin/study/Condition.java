package org.widemargin.study;

import static org.widemargin.error.InputException.require;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.widemargin.config.OmitDefault;

/**
 * What is wrong with, or missing from, the training data. Methods of one condition and seed share
 * their subset and their wrong labels.
 *
 * @param labelNoise the part of the training labels that are wrong, from 0 to 1 (paper, section
 *     4.2.1)
 * @param trainFraction the part of the training samples that is there, above 0 and at most 1
 *     (paper, section 4.2.2)
 * @param seeds of this condition; those of the study if there are none, which is not written down
 * @param training keys of a run's configuration for this condition, laid over those of study and
 *     method; written down if there are any
 */
public record Condition(
    double labelNoise,
    double trainFraction,
    @OmitDefault List<Long> seeds,
    @OmitDefault Map<String, Object> training) {
  /** All samples with their true labels. */
  public static final Condition CLEAN = new Condition(0, 1);

  /** Checks the ranges. */
  public Condition {
    require(
        labelNoise >= 0 && labelNoise <= 1,
        "condition: expected a label-noise from 0 to 1, found %s",
        labelNoise);
    require(
        trainFraction > 0 && trainFraction <= 1,
        "condition: expected a train-fraction above 0 and at most 1, found %s",
        trainFraction);
    require(
        seeds.stream().distinct().count() == seeds.size(),
        "condition: expected each seed once, found %s",
        seeds);
    seeds = List.copyOf(seeds);
    training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
  }

  /** A condition with the study's own seeds and training. */
  public Condition(double labelNoise, double trainFraction) {
    this(labelNoise, trainFraction, List.of(), Map.of());
  }

  /**
   * Tells whether the data are the same, whatever the seeds and the training.
   *
   * @param other another condition
   * @return whether it has as many wrong labels and as many samples
   */
  public boolean hasDataOf(Condition other) {
    return labelNoise == other.labelNoise && trainFraction == other.trainFraction;
  }

  static Condition defaults() {
    return CLEAN;
  }

  /**
   * A condition with wrong labels.
   *
   * @param share of wrong labels
   * @return the condition
   */
  public static Condition ofLabelNoise(double share) {
    return new Condition(share, 1);
  }

  /**
   * A condition with few samples.
   *
   * @param fraction of the samples that is left
   * @return the condition
   */
  public static Condition ofTrainFraction(double fraction) {
    return new Condition(0, fraction);
  }
}
