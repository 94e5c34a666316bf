package org.widemargin.attack;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Ops;

/**
 * The fast gradient sign method (Goodfellow et al., 2015; paper, section 4): one step of length
 * epsilon along the sign of the cross-entropy's gradient, clipped to the range. In l2 and l1 the
 * step is the steepest one of that norm.
 *
 * <p>It overstates robustness: a network that is very sure of itself has no cross-entropy gradient.
 */
public record Fgsm() implements Attack {
  @Override
  public String name() {
    return "fgsm";
  }

  @Override
  public String title() {
    return "FGSM";
  }

  @Override
  public double passes(int classes) {
    return GRADIENT;
  }

  @Override
  public Tensor search(AttackedBatch attacked) {
    Tensor origins = attacked.origins();
    Tensor gradient = attacked.differentiate(origins, UntargetedLoss.CROSS_ENTROPY).gradient();
    Tensor direction = SteepestStep.direction(attacked.threat(), origins, gradient);
    return Ops.add(origins, direction, attacked.threat().epsilon());
  }
}
