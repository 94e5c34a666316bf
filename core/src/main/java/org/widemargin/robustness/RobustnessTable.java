package org.widemargin.robustness;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Accuracies, from 0 to 1, without and with each kind of trouble; those in trouble by epsilon in
 * ascending order. Samples misclassified clean count as wrong everywhere. In JSON each attack is a
 * key of the table.
 *
 * @param samples how many samples were evaluated
 * @param clean without any change
 * @param cleanTopFive the same where a sample is right if its class is among the five first; null
 *     of ten classes or fewer
 * @param noise with Gaussian noise of standard deviation epsilon
 * @param attacks after each attack, by its name, in the order of {@link
 *     RobustnessEvaluation#ATTACKS}
 */
public record RobustnessTable(
    int samples,
    double clean,
    @Nullable Double cleanTopFive,
    Map<Double, Double> noise,
    @JsonAnyGetter Map<String, Map<Double, Double>> attacks) {
  /** Copies and sorts the maps. */
  public RobustnessTable {
    noise = sorted(noise);
    Map<String, Map<Double, Double>> copy = new LinkedHashMap<>();
    attacks.forEach((attack, accuracies) -> copy.put(attack, sorted(accuracies)));
    attacks = Collections.unmodifiableMap(copy);
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
    this(samples, clean, /* cleanTopFive= */ null, noise, attacks);
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

  private static Map<Double, Double> sorted(Map<Double, Double> map) {
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
