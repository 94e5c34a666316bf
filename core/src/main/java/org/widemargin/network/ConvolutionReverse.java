package org.widemargin.network;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.KernelSize;
import org.widemargin.layer.Padding;
import org.widemargin.torch.BlockedAdjoint;
import org.widemargin.torch.ConvolutionGeometry;
import org.widemargin.torch.Convolutions;
import org.widemargin.torch.Tensors;

/** The way back through a convolution, by the fastest means that fits it. */
final class ConvolutionReverse {
  private final Convolution layer;
  private final long[] inputShape;
  private final SlopedWeights weights;
  private final String name;

  /**
   * Prepares nothing yet.
   *
   * @param layer the convolution
   * @param inputShape {@code [N, C, H, W]}
   * @param weights of the network
   * @param name of the kernels
   */
  ConvolutionReverse(Convolution layer, long[] inputShape, SlopedWeights weights, String name) {
    this.layer = layer;
    this.inputShape = inputShape;
    this.weights = weights;
    this.name = name;
  }

  /** From the cotangent at the output to the one at the input. */
  UnaryOperator<Tensor> prepare() {
    if (!isMirrored()) {
      return transposed();
    }
    if (layer.kernel().isSquare() && mirroredVertical() == mirroredHorizontal()) {
      Optional<BlockedAdjoint> blocks =
          layer.dilation() == 1
              ? BlockedAdjoint.of(inputShape, layer.kernel().height())
              : Optional.empty();
      if (blocks.isPresent()) {
        return blocked(blocks.get());
      }
    }
    return mirrored();
  }

  /** The adjoint of a convolution of stride 1 is another one, where padding does not cut it off. */
  private boolean isMirrored() {
    return layer.stride() == 1
        && layer.groups() == 1
        && layer.padding().isSymmetric()
        && mirroredVertical() >= 0
        && mirroredHorizontal() >= 0;
  }

  private long mirroredVertical() {
    KernelSize kernel = layer.kernel();
    return layer.dilation() * (kernel.height() - 1L) - layer.padding().top();
  }

  private long mirroredHorizontal() {
    KernelSize kernel = layer.kernel();
    Padding padding = layer.padding();
    return layer.dilation() * (kernel.width() - 1L) - padding.left();
  }

  private UnaryOperator<Tensor> mirrored() {
    Tensor kernels = weights.mirrored(name);
    ConvolutionGeometry geometry =
        ConvolutionGeometry.symmetric(
            1, mirroredVertical(), mirroredHorizontal(), layer.dilation());
    return cotangent ->
        Convolutions.convolution(Tensors.channelsLast(cotangent), kernels, null, geometry);
  }

  private UnaryOperator<Tensor> blocked(BlockedAdjoint blocks) {
    Tensor kernels = weights.precision().of(blocks.kernels(weights.mirroredInFull(name)));
    long padding = mirroredVertical();
    return cotangent -> blocks.apply(cotangent, kernels, padding);
  }

  private UnaryOperator<Tensor> transposed() {
    ConvolutionGeometry geometry = Geometry.of(layer);
    if (layer.groups() == 1) {
      Tensor weight = weights.plain(name);
      return cotangent -> Convolutions.adjoint(cotangent, weight, inputShape, geometry);
    }
    // A group's kernels know their inputs by their place in the group only.
    Tensor weight = weights.unsloped(name);
    UnaryOperator<Tensor> times = weights.timesPending();
    return cotangent -> times.apply(Convolutions.adjoint(cotangent, weight, inputShape, geometry));
  }
}
