package org.widemargin.margin;

import static org.assertj.core.api.Assertions.fail;

import java.util.List;

/**
 * Product and reference compared on one network and one batch.
 *
 * <p>At a kink both may be right and yet differ: a ReLU at exactly 0, equal violations under max,
 * equal largest gradients at p = 1, a boundary point at which two competitors tie. Random numbers
 * meet none of them. What they do meet are layers without influence (dead ReLUs all over, a softmax
 * that is 1 to the last bit), where a distance is infinite or anything: the seeds in use are those
 * at which there are none, also on the way to the boundary.
 */
final class Agreement {
  /** The largest deviation allowed, relative to 1 + the expected number. */
  static final double TOLERANCE = 1e-9;

  private final TwinBatch batch;
  private final String name;
  private int compared;
  private int withMarginGradient;

  private Agreement(TwinBatch batch, String name) {
    this.batch = batch;
    this.name = name;
  }

  /** Compares loss and gradients in every case, and fails at the first that deviates. */
  static Agreement over(List<MarginCase> cases, TwinBatch batch, String name) {
    Agreement agreement = new Agreement(batch, name);
    try (Twin twin = batch.twin()) {
      cases.forEach(which -> agreement.compare(twin, which));
    }
    return agreement;
  }

  /** In which part of the cases without cross-entropy there was a gradient to compare. */
  double shareWithMarginGradient() {
    return (double) withMarginGradient / compared;
  }

  private void compare(Twin twin, MarginCase which) {
    double loss = batch.referenceLoss(which.options());
    double[] gradient = batch.referenceGradient(which.options());
    Twin.LossAndGradient found = twin.lossAndGradient(which.spec(), batch.inputs(), batch.labels());
    compareNumber(which, "loss", -1, found.loss(), loss);
    double steepest = 0;
    for (int k = 0; k < gradient.length; k++) {
      compareNumber(which, "gradient", k, found.gradient()[k], gradient[k]);
      steepest = Math.max(steepest, Math.abs(gradient[k]));
    }
    if (which.crossEntropyWeight() == 0) {
      compared++;
      withMarginGradient += steepest > 1e-3 ? 1 : 0;
    }
  }

  private void compareNumber(
      MarginCase which, String what, int index, double found, double expected) {
    double deviation = Math.abs(found - expected) / (1 + Math.abs(expected));
    // Not a number counts as a deviation.
    if (!(deviation <= TOLERANCE)) {
      String parameter = index < 0 ? "" : " with respect to parameter " + index;
      fail(
          "%s%s: expected %s as the reference has it, found %s; %s, %s",
          what, parameter, expected, found, name, which);
    }
  }
}
