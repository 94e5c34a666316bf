package org.widemargin.robustness;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Accuracies, from 0 to 1, without and with each kind of trouble; those under attack by epsilon in
 * ascending order. Samples misclassified clean count as wrong everywhere.
 *
 * @param samples how many samples were evaluated
 * @param clean without any change
 * @param noise with Gaussian noise of standard deviation epsilon
 * @param fgsm after FGSM
 * @param ifgsm after IFGSM
 * @param marginAttack after the iterated attack on the logit margin, with IFGSM's budget: where it
 *     lies far below the former two, their gradient was masked
 */
public record RobustnessTable(
    int samples,
    double clean,
    Map<Double, Double> noise,
    Map<Double, Double> fgsm,
    Map<Double, Double> ifgsm,
    Map<Double, Double> marginAttack) {
  /** Copies and sorts the maps. */
  public RobustnessTable {
    noise = sorted(noise);
    fgsm = sorted(fgsm);
    ifgsm = sorted(ifgsm);
    marginAttack = sorted(marginAttack);
  }

  private static Map<Double, Double> sorted(Map<Double, Double> map) {
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
