package org.widemargin.attack;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Brings adversarial points nearer on the straight way to their clean samples. */
final class BoundaryBisection {
  /** The way is known to a thousandth of its length then. */
  private static final int HALVINGS = 10;

  private BoundaryBisection() {}

  /** Looks at points between the clean samples and the nearest ones found; the batch keeps them. */
  static void approach(AttackedBatch attacked) {
    try (Scope scope = Scope.open()) {
      Tensor way = attacked.found().sub(attacked.origins());
      double[] right = new double[attacked.size()];
      double[] wrong = new double[attacked.size()];
      Arrays.fill(wrong, 1);
      for (int i = 0; i < HALVINGS && !attacked.isOver(); i++) {
        halve(attacked, way, right, wrong);
      }
    }
  }

  private static void halve(AttackedBatch attacked, Tensor way, double[] right, double[] wrong) {
    try (Scope scope = Scope.open()) {
      double[] shares = new double[right.length];
      for (int i = 0; i < shares.length; i++) {
        shares[i] = (right[i] + wrong[i]) / 2;
      }
      Tensor share = Tensors.like(way, shares, shares.length);
      Look look = attacked.look(attacked.origins().add(way.mul(PerSample.broadcast(share, way))));
      double[] margins = look.scores(UntargetedLoss.MARGIN, attacked.labels());
      for (int i = 0; i < shares.length; i++) {
        if (margins[i] >= 0) {
          wrong[i] = shares[i];
        } else {
          right[i] = shares[i];
        }
      }
    }
  }
}
