package org.widemargin.attack;

import static org.widemargin.error.InputException.require;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.norm.Box;
import org.widemargin.norm.MinimumNormStep;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;
import org.widemargin.torch.ValueAndGradient;

/**
 * DeepFool (Moosavi-Dezfooli et al., 2016): steps onto the nearest linearised boundary, a little
 * beyond it, until it is crossed. As by its authors, a step ignores the valid range and is clipped
 * to it afterwards.
 *
 * @param iterations at most, at least 1
 * @param overshoot how far beyond the boundary each step goes, as a share of the step
 */
public record DeepFool(int iterations, double overshoot) implements MinimumNormAttack {
  /** The authors' too: without it the clip can make the steps vanish before the boundary. */
  private static final double LEAST_CROSSING = 1e-4;

  /** Checks the ranges. */
  public DeepFool {
    require(iterations >= 1, "deepfool: expected at least 1 iteration, found %d", iterations);
    require(overshoot >= 0, "deepfool: expected an overshoot of at least 0, found %s", overshoot);
  }

  /**
   * The authors' settings.
   *
   * @return 50 iterations with an overshoot of 0.02
   */
  public static DeepFool standard() {
    return new DeepFool(50, 0.02);
  }

  @Override
  public String name() {
    return "deepfool";
  }

  @Override
  public double passes(int classes) {
    return iterations * (1 + GRADIENT * (classes - 1));
  }

  @Override
  public Tensor search(AttackedBatch attacked) {
    ThreatModel threat = attacked.threat();
    List<AttackLoss> leads = LinearBoundary.leads(Targets.of(attacked, Integer.MAX_VALUE));
    MinimumNormStep projection = new MinimumNormStep(threat.norm(), Box.UNBOUNDED);
    Tensor point = attacked.origins().clone();
    for (int i = 0; i <= iterations && !attacked.isOver() && !allCrossed(attacked); i++) {
      try (Scope scope = Scope.open()) {
        ValueAndGradient boundary =
            LinearBoundary.nearest(attacked.differentiate(point, leads), threat.norm());
        Tensor length = threat.norm().dual().perSample(boundary.gradient());
        Tensor offset = Ops.add(boundary.value().neg(), length, LEAST_CROSSING);
        Tensor step = projection.solve(point, boundary.gradient(), offset);
        Tensor next = threat.clip(Ops.add(point, step, 1 + overshoot));
        point.copy_(Ops.where(PerSample.broadcast(crossed(attacked), point), point, next));
      }
    }
    return point;
  }

  private static Tensor crossed(AttackedBatch attacked) {
    double[] crossed = new double[attacked.size()];
    for (int i = 0; i < crossed.length; i++) {
      crossed[i] = Double.isFinite(attacked.distance(i)) ? 1 : 0;
    }
    return Ops.gt(Tensors.like(attacked.origins(), crossed, crossed.length), 0);
  }

  private static boolean allCrossed(AttackedBatch attacked) {
    for (int i = 0; i < attacked.size(); i++) {
      if (Double.isInfinite(attacked.distance(i))) {
        return false;
      }
    }
    return true;
  }
}
