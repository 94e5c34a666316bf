package org.widemargin.torch;

import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * The adjoint of a convolution of stride 1 towards an image of few channels, a block of
 * neighbouring positions at once. Kernels work on output channels a register at a time; in the
 * plain adjoint these are the image's few channels, and most of the register would stay idle. Here
 * the positions of a block are further channels, at the price of kernels that are larger by a block
 * and mostly zero there.
 *
 * @param rows of a block; divides the image's height
 * @param columns of a block; divides the image's width
 */
public record BlockedAdjoint(long rows, long columns) {
  /** Channels that a vector register of AVX-512 holds in float32. */
  private static final long LANES = 16;

  /** How many positions of a row a kernel works on at a time, to hide the latency of its sums. */
  private static final double POSITIONS = 12;

  /**
   * The block that needs the least work.
   *
   * @param inputShape {@code [N, C, H, W]} of the convolution
   * @param kernel the side of its kernels
   * @return the block; empty if single positions are as good
   */
  public static Optional<BlockedAdjoint> of(long[] inputShape, long kernel) {
    BlockedAdjoint best = new BlockedAdjoint(1, 1);
    for (long rows = 1; rows <= LANES; rows++) {
      for (long columns = 1; rows * columns * inputShape[1] <= LANES; columns++) {
        BlockedAdjoint block = new BlockedAdjoint(rows, columns);
        boolean fits = inputShape[2] % rows == 0 && inputShape[3] % columns == 0;
        if (fits && block.work(inputShape, kernel) < best.work(inputShape, kernel)) {
          best = block;
        }
      }
    }
    return best.rows * best.columns == 1 ? Optional.empty() : Optional.of(best);
  }

  private double work(long[] inputShape, long kernel) {
    double down = (double) inputShape[2] / rows;
    double across = (double) inputShape[3] / columns;
    double busy = Math.min(1, across / POSITIONS);
    return (kernel + rows - 1) * (kernel + columns - 1) * down * across / busy;
  }

  /**
   * Kernels that give a block at once.
   *
   * @param kernels {@code [C, K, h, w]} of the plain adjoint, as {@link Convolutions#mirrored}
   *     gives them
   * @return {@code [C * rows * columns, K, h + rows - 1, w + columns - 1]}, channels-last
   */
  public Tensor kernels(Tensor kernels) {
    long height = kernels.size(2) + rows - 1;
    long width = kernels.size(3) + columns - 1;
    long[] padding = {columns - 1, columns - 1, rows - 1, rows - 1};
    // The windows of a padded kernel are that kernel at every place, the last place first.
    Tensor places =
        torch
            .constant_pad_nd(kernels, padding, new Scalar(0))
            .unfold(2, height, 1)
            .unfold(3, width, 1)
            .flip(2, 3)
            .permute(0, 2, 3, 1, 4, 5);
    return Tensors.channelsLast(
        places.reshape(kernels.size(0) * rows * columns, kernels.size(1), height, width));
  }

  /**
   * The adjoint.
   *
   * @param cotangent at the convolution's output, {@code [N, K, H', W']}
   * @param kernels as {@link #kernels} gives them, of the cotangent's element type
   * @param padding of the plain adjoint
   * @return {@code [N, C, H, W]}, channels-last
   */
  public Tensor apply(Tensor cotangent, Tensor kernels, long padding) {
    Tensor blocks =
        torch.conv2d(
            Tensors.channelsLast(cotangent),
            kernels,
            new TensorOptional(),
            new long[] {rows, columns},
            new long[] {padding, padding},
            new long[] {1, 1},
            1);
    long channels = blocks.size(1) / (rows * columns);
    Tensor image =
        blocks
            .permute(0, 2, 3, 1)
            .reshape(blocks.size(0), blocks.size(2), blocks.size(3), channels, rows, columns)
            .permute(0, 3, 1, 4, 2, 5)
            .reshape(blocks.size(0), channels, blocks.size(2) * rows, blocks.size(3) * columns);
    return Tensors.channelsLast(image);
  }
}
