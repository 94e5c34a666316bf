package org.widemargin.torch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Two-dimensional convolution and its adjoint. */
public final class Convolutions {
  private Convolutions() {}

  /**
   * Two-dimensional convolution.
   *
   * @param input {@code [N, C, H, W]}
   * @param weight {@code [K, C / groups, h, w]}
   * @param bias {@code [K]}, or null for none
   * @param geometry how the kernel goes over the image
   * @return {@code [N, K, H', W']}
   */
  public static Tensor convolution(
      Tensor input, Tensor weight, @Nullable Tensor bias, ConvolutionGeometry geometry) {
    if (!geometry.isSymmetric()) {
      long[] sides = {geometry.left(), geometry.right(), geometry.top(), geometry.bottom()};
      Tensor padded = torch.constant_pad_nd(input, sides, new Scalar(0));
      return convolution(padded, weight, bias, geometry.unpadded());
    }
    return torch.conv2d(
        input,
        weight,
        bias == null ? new TensorOptional() : new TensorOptional(bias),
        geometry.strides(),
        geometry.paddings(),
        geometry.dilations(),
        geometry.groups());
  }

  /**
   * Through a convolution, as a transposed one. Right for any geometry.
   *
   * @param cotangent at the output, {@code [N, K, H', W']}
   * @param weight {@code [K, C / groups, h, w]}
   * @param inputShape {@code [N, C, H, W]}
   * @param geometry of the convolution
   * @return the cotangent at the input, {@code [N, C, H, W]}
   */
  public static Tensor adjoint(
      Tensor cotangent, Tensor weight, long[] inputShape, ConvolutionGeometry geometry) {
    if (!geometry.isSymmetric()) {
      long[] padded = inputShape.clone();
      padded[2] += geometry.top() + geometry.bottom();
      padded[3] += geometry.left() + geometry.right();
      return adjoint(cotangent, weight, padded, geometry.unpadded())
          .narrow(2, geometry.top(), inputShape[2])
          .narrow(3, geometry.left(), inputShape[3]);
    }
    long[] unseen = new long[2];
    for (int i = 0; i < 2; i++) {
      long reached =
          (cotangent.size(i + 2) - 1) * geometry.stride()
              + geometry.dilation() * (weight.size(i + 2) - 1)
              + 1
              - 2 * geometry.paddings()[i];
      unseen[i] = inputShape[i + 2] - reached;
    }
    return torch.conv_transpose2d(
        Tensors.channelsLast(cotangent),
        weight,
        new TensorOptional(),
        geometry.strides(),
        geometry.paddings(),
        unseen,
        geometry.groups(),
        geometry.dilations());
  }

  /**
   * The kernels with which a convolution of stride 1 and one group turns into its own adjoint:
   * mirrored, inputs and outputs exchanged.
   *
   * @param weight {@code [K, C, h, w]}
   * @return {@code [C, K, h, w]}, channels-last
   */
  public static Tensor mirrored(Tensor weight) {
    return Tensors.channelsLast(weight.flip(2, 3).transpose(0, 1));
  }
}
