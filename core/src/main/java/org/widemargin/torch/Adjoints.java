package org.widemargin.torch;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * The adjoints of layers' functions: from a cotangent at the output to the one at the input, and
 * nothing else. Autograd would also prepare what weight gradients need, and always works in the
 * element type of the forward pass.
 */
public final class Adjoints {
  private Adjoints() {}

  /**
   * Through a rectifier.
   *
   * @param cotangent at the output
   * @param output of the forward pass, of the cotangent's element type
   * @return the cotangent where the output is above 0, and 0 elsewhere
   */
  public static Tensor relu(Tensor cotangent, Tensor output) {
    return torch.threshold_backward(cotangent, output, new Scalar(0));
  }

  /**
   * Through max-pooling.
   *
   * @param cotangent at the output, {@code [N, C, H', W']}
   * @param indices of the largest elements, as {@link Functions#maxPoolWithIndices} gives them
   * @param inputShape {@code [N, C, H, W]}
   * @param size the window
   * @param stride the step of the window
   * @return {@code [N, C, H, W]}, channels-last
   */
  public static Tensor maxPool(
      Tensor cotangent, Tensor indices, long[] inputShape, long size, long stride) {
    if (stride >= size) {
      // No element is in two windows: nothing needs adding up, and putting in place is twice as
      // fast.
      return torch.max_unpool2d(
          Tensors.channelsLast(cotangent), indices, new long[] {inputShape[2], inputShape[3]});
    }
    return torch.max_pool2d_with_indices_backward(
        Tensors.channelsLast(cotangent),
        Tensors.shapeOnly(cotangent, inputShape),
        new long[] {size, size},
        new long[] {stride, stride},
        new long[] {0, 0},
        new long[] {1, 1},
        false,
        indices);
  }

  /**
   * Through average-pooling.
   *
   * @param cotangent at the output, {@code [N, C, H', W']}
   * @param inputShape {@code [N, C, H, W]}
   * @param size the window
   * @param stride the step of the window
   * @return {@code [N, C, H, W]}, channels-last
   */
  public static Tensor averagePool(Tensor cotangent, long[] inputShape, long size, long stride) {
    return torch.avg_pool2d_backward(
        Tensors.channelsLast(cotangent),
        Tensors.shapeOnly(cotangent, inputShape),
        new long[] {size, size},
        new long[] {stride, stride},
        new long[] {0, 0},
        false,
        true,
        new LongOptional());
  }

  /**
   * Through the mean over all positions.
   *
   * @param cotangent at the output, {@code [N, C]}
   * @param inputShape {@code [N, C, H, W]}
   * @return {@code [N, C, H, W]}, channels-last
   */
  public static Tensor globalAveragePool(Tensor cotangent, long[] inputShape) {
    double share = 1.0 / (inputShape[2] * inputShape[3]);
    Tensor spread = Ops.mul(cotangent, share).unsqueeze(2).unsqueeze(3).expand(inputShape);
    return Tensors.channelsLast(spread);
  }

  /**
   * Through {@link Functions#standardize}: what moves a sample's mean or, where the deviation is
   * divided by, its scale is lost. At the floor itself the deviation counts as divided by, as
   * autograd has it.
   *
   * @param cotangent at the output, {@code [N, ...]}
   * @param output the standardised values, {@code [N, ...]}
   * @param variance before, {@code [N]}
   * @return {@code [N, ...]}
   */
  public static Tensor standardize(Tensor cotangent, Tensor output, Tensor variance) {
    double share = 1.0 / PerSample.elements(output);
    Tensor mean = Ops.mul(PerSample.sum(cotangent), share);
    Tensor along = Ops.mul(PerSample.sum(cotangent.mul(output)), share);
    Tensor divided = Ops.ge(variance, share);
    Tensor scale = along.mul(ElementTypes.typeAs(divided, along));
    Tensor kept =
        cotangent
            .sub(PerSample.broadcast(mean, cotangent))
            .sub(output.mul(PerSample.broadcast(scale, cotangent)));
    return kept.mul(
        PerSample.broadcast(
            ElementTypes.typeAs(Ops.clampMin(variance, share).rsqrt(), cotangent), cotangent));
  }

  /**
   * Through a convolution, as a transposed one. Right for any stride and padding.
   *
   * @param cotangent at the output, {@code [N, K, H', W']}
   * @param weight {@code [K, C, h, w]}
   * @param inputShape {@code [N, C, H, W]}
   * @param stride the same in both directions
   * @param padding zeros on each side of the input
   * @return {@code [N, C, H, W]}
   */
  public static Tensor convolution(
      Tensor cotangent, Tensor weight, long[] inputShape, long stride, long padding) {
    long[] unseen = new long[2];
    for (int i = 0; i < 2; i++) {
      long reached = (cotangent.size(i + 2) - 1) * stride + weight.size(i + 2) - 2 * padding;
      unseen[i] = inputShape[i + 2] - reached;
    }
    return torch.conv_transpose2d(
        Tensors.channelsLast(cotangent),
        weight,
        new TensorOptional(),
        new long[] {stride, stride},
        new long[] {padding, padding},
        unseen,
        1,
        1,
        1);
  }

  /**
   * The kernels with which a convolution of stride 1 turns into its own adjoint: mirrored, inputs
   * and outputs exchanged.
   *
   * @param weight {@code [K, C, h, w]}
   * @return {@code [C, K, h, w]}, channels-last
   */
  public static Tensor mirrored(Tensor weight) {
    return Tensors.channelsLast(weight.flip(2, 3).transpose(0, 1));
  }
}
