package org.widemargin.norm;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Functions;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;

/** Random directions of a given length, for walks that do not start at the sample. */
public final class RandomDirection {
  private RandomDirection() {}

  /**
   * For every sample the direction to a point drawn evenly from the cube around it, at the given
   * length. In the l-inf norm and many dimensions that is nearly an even draw from the ball. Drawn
   * from libtorch's generator, which the trainer seeds at each step.
   *
   * @param origin {@code [N, ...]}
   * @param norm that measures the length
   * @param length of each sample's direction
   * @return {@code [N, ...]}
   */
  public static Tensor like(Tensor origin, Norm norm, double length) {
    Tensor cube = Functions.uniformLike(origin, -1, 1);
    Tensor scale = Ops.mul(norm.perSample(cube).reciprocal(), length);
    return cube.mul(PerSample.broadcast(scale, cube));
  }
}
