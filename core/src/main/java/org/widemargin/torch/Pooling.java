package org.widemargin.torch;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Pooling over positions, and its adjoints: from a cotangent at the output to the one at the input.
 */
public final class Pooling {
  private static final long[] NEIGHBOURS = {1, 1};

  private Pooling() {}

  /**
   * Max-pooling.
   *
   * @param input {@code [N, C, H, W]}; fast when laid out channels-last
   * @param window where it looks; padding never wins
   * @return {@code [N, C, H', W']}
   */
  public static Tensor max(Tensor input, PoolingWindow window) {
    return torch.max_pool2d(
        input, window.sizes(), window.strides(), window.paddings(), NEIGHBOURS, false);
  }

  /**
   * What max-pooling gives.
   *
   * @param values {@code [N, C, H', W']}
   * @param indices where in its channel each value comes from, int64 {@code [N, C, H', W']}
   */
  public record MaxPooled(Tensor values, Tensor indices) {}

  /**
   * Max-pooling that tells where the maxima are. It costs no more than without.
   *
   * @param input {@code [N, C, H, W]}; fast when laid out channels-last
   * @param window where it looks; padding never wins
   * @return the values, part of the graph, and the first place of each
   */
  public static MaxPooled maxWithIndices(Tensor input, PoolingWindow window) {
    T_TensorTensor_T found =
        torch.max_pool2d_with_indices(
            input, window.sizes(), window.strides(), window.paddings(), NEIGHBOURS, false);
    return new MaxPooled(found.get0(), found.get1());
  }

  /**
   * Through max-pooling.
   *
   * @param cotangent at the output, {@code [N, C, H', W']}
   * @param indices of the largest elements, as {@link #maxWithIndices} gives them
   * @param inputShape {@code [N, C, H, W]}
   * @param window as in the forward pass
   * @return {@code [N, C, H, W]}, channels-last
   */
  public static Tensor maxAdjoint(
      Tensor cotangent, Tensor indices, long[] inputShape, PoolingWindow window) {
    if (window.isDisjoint()) {
      // Nothing needs adding up, and putting in place is twice as fast.
      return torch.max_unpool2d(
          Tensors.channelsLast(cotangent), indices, new long[] {inputShape[2], inputShape[3]});
    }
    return torch.max_pool2d_with_indices_backward(
        Tensors.channelsLast(cotangent),
        Tensors.shapeOnly(cotangent, inputShape),
        window.sizes(),
        window.strides(),
        window.paddings(),
        NEIGHBOURS,
        false,
        indices);
  }

  /**
   * Average-pooling.
   *
   * @param input {@code [N, C, H, W]}
   * @param window where it looks
   * @param countIncludePad whether the padding's zeros count
   * @return {@code [N, C, H', W']}
   */
  public static Tensor average(Tensor input, PoolingWindow window, boolean countIncludePad) {
    return torch.avg_pool2d(
        input,
        window.sizes(),
        window.strides(),
        window.paddings(),
        false,
        countIncludePad,
        new LongOptional());
  }

  /**
   * Through average-pooling.
   *
   * @param cotangent at the output, {@code [N, C, H', W']}
   * @param inputShape {@code [N, C, H, W]}
   * @param window as in the forward pass
   * @param countIncludePad as in the forward pass
   * @return {@code [N, C, H, W]}, channels-last
   */
  public static Tensor averageAdjoint(
      Tensor cotangent, long[] inputShape, PoolingWindow window, boolean countIncludePad) {
    return torch.avg_pool2d_backward(
        Tensors.channelsLast(cotangent),
        Tensors.shapeOnly(cotangent, inputShape),
        window.sizes(),
        window.strides(),
        window.paddings(),
        false,
        countIncludePad,
        new LongOptional());
  }

  /**
   * The mean over all positions of each channel.
   *
   * @param input {@code [N, C, H, W]}
   * @return {@code [N, C]}
   */
  public static Tensor globalAverage(Tensor input) {
    return input.mean(2, 3);
  }

  /**
   * Through the mean over all positions.
   *
   * @param cotangent at the output, {@code [N, C]}
   * @param inputShape {@code [N, C, H, W]}
   * @return {@code [N, C, H, W]}, channels-last
   */
  public static Tensor globalAverageAdjoint(Tensor cotangent, long[] inputShape) {
    double share = 1.0 / (inputShape[2] * inputShape[3]);
    Tensor spread = Ops.mul(cotangent, share).unsqueeze(2).unsqueeze(3).expand(inputShape);
    return Tensors.channelsLast(spread);
  }

  /**
   * Average-pooling to a given size.
   *
   * @param input {@code [N, C, H, W]}
   * @param height rows of the output
   * @param width columns of the output
   * @return {@code [N, C, height, width]}
   */
  public static Tensor adaptiveAverage(Tensor input, long height, long width) {
    return torch.adaptive_avg_pool2d(input, height, width);
  }

  /**
   * Through average-pooling to a given size, which is a product with one matrix for the rows and
   * one for the columns.
   *
   * @param cotangent at the output, {@code [N, C, H', W']}
   * @param inputShape {@code [N, C, H, W]}
   * @return {@code [N, C, H, W]}, channels-last
   */
  public static Tensor adaptiveAverageAdjoint(Tensor cotangent, long[] inputShape) {
    Tensor rows = shares(cotangent.size(2), inputShape[2], cotangent);
    Tensor columns = shares(cotangent.size(3), inputShape[3], cotangent);
    return Tensors.channelsLast(rows.transpose(0, 1).matmul(cotangent).matmul(columns));
  }

  /** What each of the input's places gives to each of the output's, {@code [output, input]}. */
  private static Tensor shares(long outputs, long inputs, Tensor like) {
    double[] shares = new double[Math.toIntExact(outputs * inputs)];
    for (long output = 0; output < outputs; output++) {
      long from = output * inputs / outputs;
      long to = ((output + 1) * inputs + outputs - 1) / outputs;
      for (long input = from; input < to; input++) {
        shares[Math.toIntExact(output * inputs + input)] = 1.0 / (to - from);
      }
    }
    return Tensors.like(like, shares, outputs, inputs);
  }
}
