package org.widemargin.robustness;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import java.util.Map;
import java.util.Objects;

/**
 * Shares of samples, from 0 to 1, whose class is among the five with the largest logits; those in
 * trouble by epsilon in ascending order. A class that is level with the true one counts as before
 * it. In trouble a sample counts if its class is among them both clean and there: at the point
 * where the attack ends, which need not be the worst on its way. Attacks go for the first place;
 * misclassified samples are moved like the others.
 *
 * @param clean without any change
 * @param noise with Gaussian noise of standard deviation epsilon
 * @param attacks after each attack, by its name, in the order of {@link
 *     RobustnessEvaluation#ATTACKS}; in JSON each is a key of the table
 */
public record TopFiveTable(
    double clean,
    Map<Double, Double> noise,
    @JsonAnyGetter Map<String, Map<Double, Double>> attacks) {
  /** Copies and sorts the maps. */
  public TopFiveTable {
    noise = Columns.sorted(noise);
    attacks = Columns.of(attacks);
  }

  /**
   * The shares under an attack.
   *
   * @param attack its name
   * @return by epsilon
   * @throws NullPointerException if it is not in the table
   */
  public Map<Double, Double> under(String attack) {
    return Objects.requireNonNull(attacks.get(attack), attack);
  }
}
