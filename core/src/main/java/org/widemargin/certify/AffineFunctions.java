package org.widemargin.certify;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.torch.ConvolutionGeometry;
import org.widemargin.torch.Convolutions;
import org.widemargin.torch.Functions;
import org.widemargin.torch.PerChannel;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Pooling;
import org.widemargin.torch.PoolingWindow;
import org.widemargin.torch.Tensors;

/** The affine layers by their parts. */
final class AffineFunctions {
  private AffineFunctions() {}

  static AffineFunction linear(Tensor weight, @Nullable Tensor bias) {
    Tensor magnitudes = weight.abs();
    Tensor squares = weight.mul(weight);
    return new AffineFunction(
        value -> Functions.linear(value, weight, null),
        value -> Functions.linear(value, magnitudes, null),
        value -> Functions.linear(value, squares, null),
        value -> PerSample.amax(magnitudes.mul(value)).unsqueeze(0),
        cotangent -> cotangent.matmul(weight),
        bias,
        weight.size(0) + weight.size(1),
        /* perElement= */ false);
  }

  /** The largest product is bounded by a kernel's largest weight times the largest value. */
  static AffineFunction convolution(
      Tensor weight, @Nullable Tensor bias, Tensor input, ConvolutionGeometry geometry) {
    long[] shape = Tensors.shape(input);
    Tensor magnitudes = weight.abs();
    Tensor squares = weight.mul(weight);
    Tensor largest = PerSample.amax(magnitudes).reshape(1, -1, 1, 1);
    return new AffineFunction(
        value -> Convolutions.convolution(value, weight, null, geometry),
        value -> Convolutions.convolution(value, magnitudes, null, geometry),
        value -> Convolutions.convolution(value, squares, null, geometry),
        value -> largest.mul(value.max()),
        cotangent -> Convolutions.adjoint(cotangent, weight, of(shape, cotangent), geometry),
        bias == null ? null : bias.reshape(1, -1, 1, 1),
        weight.numel(),
        /* perElement= */ false);
  }

  private static long[] of(long[] shape, Tensor cotangent) {
    long[] batch = shape.clone();
    batch[0] = cotangent.size(0);
    return batch;
  }

  static AffineFunction averagePool(Tensor input, PoolingWindow window, boolean countIncludePad) {
    long[] shape = Tensors.shape(input);
    return mean(
        value -> Pooling.average(value, window, countIncludePad),
        cotangent ->
            Pooling.averageAdjoint(cotangent, of(shape, cotangent), window, countIncludePad),
        window.size() * window.size());
  }

  static AffineFunction globalAveragePool(Tensor input) {
    long[] shape = Tensors.shape(input);
    return mean(
        Pooling::globalAverage,
        cotangent -> Pooling.globalAverageAdjoint(cotangent, of(shape, cotangent)),
        shape[2] * shape[3]);
  }

  static AffineFunction adaptiveAveragePool(Tensor input, long height, long width) {
    long[] shape = Tensors.shape(input);
    return mean(
        value -> Pooling.adaptiveAverage(value, height, width),
        cotangent -> Pooling.adaptiveAverageAdjoint(cotangent, of(shape, cotangent)),
        shape[2] * shape[3]);
  }

  /** Of weights that are at most 1 a square, or the largest product, is at most the mean itself. */
  private static AffineFunction mean(
      UnaryOperator<Tensor> mean, UnaryOperator<Tensor> adjoint, long terms) {
    return new AffineFunction(
        mean, mean, mean, mean, adjoint, null, terms, /* perElement= */ false);
  }

  /** Adds a number to each channel. */
  static AffineFunction shift(Tensor byChannel, Tensor input) {
    UnaryOperator<Tensor> same = UnaryOperator.identity();
    return new AffineFunction(
        same,
        same,
        same,
        same,
        same,
        PerChannel.broadcast(byChannel, input),
        1,
        /* perElement= */ true);
  }

  /** Multiplies each channel by a number, and adds one. */
  static AffineFunction scale(Tensor byChannel, @Nullable Tensor bias, Tensor input) {
    Tensor factor = PerChannel.broadcast(byChannel, input);
    Tensor magnitude = factor.abs();
    return new AffineFunction(
        value -> value.mul(factor),
        value -> value.mul(magnitude),
        value -> value.mul(factor.mul(factor)),
        value -> value.mul(magnitude),
        cotangent -> cotangent.mul(factor),
        bias == null ? null : PerChannel.broadcast(bias, input),
        1,
        /* perElement= */ true);
  }

  static AffineFunction flatten(Tensor input) {
    long[] shape = Tensors.shape(input);
    UnaryOperator<Tensor> flat = value -> value.flatten(1, -1);
    return new AffineFunction(
        flat,
        flat,
        flat,
        flat,
        cotangent -> cotangent.reshape(of(shape, cotangent)),
        null,
        1,
        /* perElement= */ true);
  }
}
