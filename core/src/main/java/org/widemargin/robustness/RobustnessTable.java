package org.widemargin.robustness;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Accuracies, from 0 to 1, without and with each kind of trouble; those in trouble by epsilon in
 * ascending order. Samples misclassified clean count as wrong everywhere. In JSON each attack is a
 * key of the table.
 *
 * @param samples how many samples were evaluated
 * @param clean without any change
 * @param noise with Gaussian noise of standard deviation epsilon
 * @param attacks after each attack, by its name, in the order of {@link
 *     RobustnessEvaluation#ATTACKS}
 * @param topFive the same where a sample is right if its class is among the five first; null of ten
 *     classes or fewer
 */
public record RobustnessTable(
    int samples,
    double clean,
    Map<Double, Double> noise,
    @JsonAnyGetter Map<String, Map<Double, Double>> attacks,
    @Nullable TopFiveTable topFive) {
  /** Copies and sorts the maps. */
  public RobustnessTable {
    noise = Columns.sorted(noise);
    attacks = Columns.of(attacks);
  }

  /**
   * Of ten classes or fewer.
   *
   * @param samples how many samples were evaluated
   * @param clean without any change
   * @param noise with Gaussian noise of standard deviation epsilon
   * @param attacks after each attack, by its name
   */
  public RobustnessTable(
      int samples,
      double clean,
      Map<Double, Double> noise,
      Map<String, Map<Double, Double>> attacks) {
    this(samples, clean, noise, attacks, /* topFive= */ null);
  }

  /**
   * The accuracies under an attack.
   *
   * @param attack its name
   * @return by epsilon
   * @throws NullPointerException if it is not in the table
   */
  public Map<Double, Double> under(String attack) {
    return Objects.requireNonNull(attacks.get(attack), attack);
  }
}
