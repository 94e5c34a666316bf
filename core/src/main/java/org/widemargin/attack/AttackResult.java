package org.widemargin.attack;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What one attack did to each sample. Immutable.
 *
 * <p>The points are the broken samples' adversarial ones and, for the others, the best that the
 * attack reached.
 */
public final class AttackResult {
  private final String attack;
  private final ThreatModel threat;
  private final List<SampleOutcome> outcomes;
  private final List<float[]> points;
  private final OptionalDouble topFive;
  private final int unconfirmed;
  private final double seconds;

  /**
   * Gathers a result.
   *
   * @param attack the attack's name
   * @param threat what was allowed
   * @param outcomes one for each sample, in order
   * @param points the elements of each sample's point, in order
   * @param topFive the share of samples with their class among the five first; empty where that
   *     says nothing, because samples were not all moved
   * @param unconfirmed how many samples were adversarial on the way but not when tested again
   * @param seconds how long it took
   */
  AttackResult(
      String attack,
      ThreatModel threat,
      List<SampleOutcome> outcomes,
      List<float[]> points,
      OptionalDouble topFive,
      int unconfirmed,
      double seconds) {
    this.attack = attack;
    this.threat = threat;
    this.outcomes = List.copyOf(outcomes);
    this.points = List.copyOf(points);
    this.topFive = topFive;
    this.unconfirmed = unconfirmed;
    this.seconds = seconds;
  }

  /**
   * The attack's name.
   *
   * @return for example {@code fgsm}
   */
  public String attack() {
    return attack;
  }

  /**
   * What was allowed.
   *
   * @return the threat model
   */
  public ThreatModel threat() {
    return threat;
  }

  /**
   * What became of each sample.
   *
   * @return one for each sample, in order
   */
  public List<SampleOutcome> outcomes() {
    return outcomes;
  }

  /**
   * The point that the attack ended with for a sample.
   *
   * @param position the sample's place among those given
   * @return its elements in row-major order, a fresh array
   */
  public float[] point(int position) {
    return points.get(position).clone();
  }

  /**
   * The share of samples that were classified right and withstood the attack.
   *
   * @return from 0 to 1, over all samples, those misclassified clean included
   */
  public double robustAccuracy() {
    return count(SampleOutcome.Status.STANDING) / (double) outcomes.size();
  }

  /**
   * The share of samples that had their class among the five with the largest logits, clean and at
   * the point where the attack ended. A class that is level with the true one counts as before it.
   *
   * @return from 0 to 1; empty unless the attack was made {@linkplain AttackRun#toTheEnd to the
   *     end}, as only then samples that are misclassified are moved too
   */
  public OptionalDouble topFiveAccuracy() {
    return topFive;
  }

  /**
   * The number of samples with a verdict.
   *
   * @param status the verdict
   * @return how many have it
   */
  public int count(SampleOutcome.Status status) {
    return Math.toIntExact(outcomes.stream().filter(each -> each.status() == status).count());
  }

  /**
   * How many samples were adversarial on the way but not when tested again: a sign of a classifier
   * that is random or whose answer depends on the batch.
   *
   * @return 0 for a well-behaved classifier
   */
  public int unconfirmed() {
    return unconfirmed;
  }

  /**
   * How long the attack took.
   *
   * @return seconds of wall time
   */
  public double seconds() {
    return seconds;
  }
}
