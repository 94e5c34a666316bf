package org.widemargin.attack;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.ValueAndGradient;

/**
 * The decision boundaries linearised at some points: for a lead z_l - z_y and its gradient the
 * hyperplane {@code <gradient, x - point> = -lead}.
 */
final class LinearBoundary {
  private static final double FLOOR = 1e-12;

  private LinearBoundary() {}

  /**
   * Picks for each sample the class l whose boundary is nearest: the smallest {@code |z_l - z_y| /
   * |gradient|_q}.
   *
   * @param look with one loss z_l - z_y for each class to consider
   * @param norm the norm of the distance
   * @return its lead, negative where the true class leads, and the lead's gradient
   */
  static ValueAndGradient nearest(Look look, Norm norm) {
    ValueAndGradient nearest = look.losses().get(0);
    Tensor least = distance(nearest, norm);
    for (ValueAndGradient boundary : look.losses().subList(1, look.losses().size())) {
      Tensor distance = distance(boundary, norm);
      nearest = where(distance.lt(least), boundary, nearest);
      least = distance.minimum(least);
    }
    return nearest;
  }

  /**
   * The losses whose boundaries to consider.
   *
   * @param targets for each the class of every sample
   * @return z_t - z_y for each
   */
  static List<AttackLoss> leads(List<Tensor> targets) {
    return targets.stream().<AttackLoss>map(TargetedLoss.Margin::new).toList();
  }

  private static Tensor distance(ValueAndGradient lead, Norm norm) {
    return lead.value().abs().div(Ops.add(norm.dual().perSample(lead.gradient()), FLOOR));
  }

  private static ValueAndGradient where(
      Tensor nearer, ValueAndGradient then, ValueAndGradient otherwise) {
    Tensor ofGradient = PerSample.broadcast(nearer, then.gradient());
    return new ValueAndGradient(
        Ops.where(nearer, then.value(), otherwise.value()),
        Ops.where(ofGradient, then.gradient(), otherwise.gradient()));
  }
}
