package org.widemargin.torch;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What is done for each channel of a batch. */
public final class PerChannel {
  private PerChannel() {}

  /**
   * Shapes one number for each channel so that it broadcasts over samples and positions.
   *
   * @param perChannel {@code [C]}
   * @param like {@code [N, C, ...]}
   * @return {@code [1, C, 1, ...]}
   */
  public static Tensor broadcast(Tensor perChannel, Tensor like) {
    long[] shape = new long[Math.toIntExact(like.dim())];
    Arrays.fill(shape, 1);
    shape[1] = -1;
    return perChannel.reshape(shape);
  }

  /**
   * Of each channel over samples and positions.
   *
   * @param mean {@code [C]}
   * @param variance {@code [C]}, the mean of squares
   */
  public record Moments(Tensor mean, Tensor variance) {}

  /**
   * Measures each channel over the samples and positions of a batch.
   *
   * @param input {@code [N, C, ...]}
   * @return both part of the graph
   */
  public static Moments moments(Tensor input) {
    T_TensorTensor_T found =
        torch.var_mean(
            input, samplesAndPositions(input), /* unbiased= */ false, /* keepdim= */ false);
    return new Moments(found.get1(), found.get0());
  }

  /** All dimensions but the channels'. */
  static long[] samplesAndPositions(Tensor input) {
    return LongStream.range(0, input.dim()).filter(dimension -> dimension != 1).toArray();
  }
}
