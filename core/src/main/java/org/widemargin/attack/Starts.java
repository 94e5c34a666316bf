package org.widemargin.attack;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Tensors;

/** Random points to start from. */
final class Starts {
  private Starts() {}

  /**
   * Points on the surface of the ball before the clip to the range: in l-inf uniform noise scaled
   * to the radius, in l2 a Gaussian direction of that length (Croce and Hein, 2020), in l1 Gaussian
   * noise brought into the ball.
   *
   * @param attacked the samples
   * @param ball the ball and the range
   * @param purpose what the random numbers are for
   * @return {@code [N, ...]}
   */
  static Tensor onSurface(AttackedBatch attacked, ThreatModel ball, String purpose) {
    Tensor origins = attacked.origins();
    if (ball.norm().equals(Norm.L1)) {
      return ball.project(origins, origins.add(attacked.draws().gaussian(purpose)));
    }
    Tensor radius = Tensors.fullLike(PerSample.sum(origins), ball.epsilon());
    return ball.project(origins, origins.add(ofLength(attacked, radius, purpose)));
  }

  /**
   * Points spread over the ball, then clipped to the range: uniform in the cube of l-inf; in l2 and
   * l1 a random direction of a length whose d-th power is uniform.
   *
   * @param attacked the samples
   * @param purpose what the random numbers are for
   * @return {@code [N, ...]}
   */
  static Tensor inBall(AttackedBatch attacked, String purpose) {
    ThreatModel ball = attacked.threat();
    Tensor origins = attacked.origins();
    if (ball.norm().equals(Norm.LINF)) {
      Tensor noise = Ops.mul(attacked.draws().uniform(purpose), ball.epsilon());
      return ball.project(origins, origins.add(noise));
    }
    double elements = (double) origins.numel() / attacked.size();
    double[] radii = new double[attacked.size()];
    for (int i = 0; i < radii.length; i++) {
      double share = attacked.draws().random(i, purpose + "/radius").nextDouble();
      radii[i] = ball.epsilon() * Math.pow(share, 1 / elements);
    }
    Tensor radius = Tensors.like(origins, radii, radii.length);
    return ball.project(origins, origins.add(ofLength(attacked, radius, purpose)));
  }

  /** Random steps, each of its own length in the batch's norm. */
  static Tensor ofLength(AttackedBatch attacked, Tensor lengths, String purpose) {
    Norm norm = attacked.threat().norm();
    Tensor noise =
        norm.equals(Norm.LINF)
            ? attacked.draws().uniform(purpose)
            : attacked.draws().gaussian(purpose);
    Tensor scale = lengths.div(Ops.clampMin(norm.perSample(noise), Float.MIN_NORMAL));
    return noise.mul(PerSample.broadcast(scale, noise));
  }
}
