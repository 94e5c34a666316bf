package org.widemargin.attack;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;

/**
 * The nearest of the decision boundaries linearised at some points: the hyperplane {@code <normal,
 * x - point> = -lead}.
 *
 * @param lead z_l - z_y at the points {@code [N]}, negative where the true class leads
 * @param normal its gradient {@code [N, ...]}
 */
record LinearBoundary(Tensor lead, Tensor normal) {
  private static final double FLOOR = 1e-12;

  /**
   * Picks for each sample the class l whose boundary is nearest: the smallest {@code |z_l - z_y| /
   * |gradient|_q}.
   *
   * @param look with one loss z_l - z_y for each class to consider
   * @param norm the norm of the distance
   * @return the nearest boundary
   */
  static LinearBoundary nearest(Look look, Norm norm) {
    Tensor lead = look.losses().get(0);
    Tensor normal = look.gradients().get(0);
    Tensor least = distance(lead, normal, norm);
    for (int i = 1; i < look.losses().size(); i++) {
      Tensor distance = distance(look.losses().get(i), look.gradients().get(i), norm);
      Tensor nearer = distance.lt(least);
      lead = Ops.where(nearer, look.losses().get(i), lead);
      normal = Ops.where(PerSample.broadcast(nearer, normal), look.gradients().get(i), normal);
      least = distance.minimum(least);
    }
    return new LinearBoundary(lead, normal);
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

  private static Tensor distance(Tensor lead, Tensor normal, Norm norm) {
    return lead.abs().div(Ops.add(norm.dual().perSample(normal), FLOOR));
  }
}
