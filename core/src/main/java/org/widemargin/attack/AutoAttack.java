package org.widemargin.attack;

import java.util.List;
import org.widemargin.norm.Norm;

/** AutoAttack (Croce and Hein, 2020): the attacks that a robust accuracy is expected to stand. */
public final class AutoAttack {
  private AutoAttack() {}

  /**
   * The standard version: APGD on the cross-entropy, targeted APGD, targeted FAB, Square.
   *
   * @param norm the norm of the attack
   * @return the attacks in order, each for the samples that still stand
   */
  public static List<Attack> standard(Norm norm) {
    return List.of(
        AutoPgd.crossEntropy(norm), AutoPgd.targeted(norm), Fab.targeted(), Square.standard());
  }

  /**
   * The version for randomised classifiers: APGD on the cross-entropy and on the difference of
   * logits ratio, each with the mean of 20 gradients at every point.
   *
   * @param norm the norm of the attack
   * @return the attacks in order
   */
  public static List<Attack> randomised(Norm norm) {
    return List.of(
        AutoPgd.randomised(AutoPgd.crossEntropy(norm)), AutoPgd.randomised(AutoPgd.ratio(norm)));
  }
}
