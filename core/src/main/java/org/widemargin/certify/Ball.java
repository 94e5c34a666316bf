package org.widemargin.certify;

import static org.widemargin.error.InputException.require;

import org.jspecify.annotations.Nullable;
import org.widemargin.data.ValidRange;
import org.widemargin.norm.Norm;

/**
 * The perturbations that a proof covers: all that are no longer than a radius and stay in the box.
 *
 * @param norm that a perturbation is measured in
 * @param box where every element of a sample stays, pixels in [0,1]; null where any number is valid
 */
public record Ball(Norm norm, @Nullable ValidRange box) {
  /** Checks that linear functions over the ball have a bound that is worked out here. */
  public Ball {
    require(
        norm.equals(Norm.LINF) || norm.equals(Norm.L2) || norm.equals(Norm.L1),
        "certificates are in l1, l2 or linf, found %s",
        norm);
  }
}
