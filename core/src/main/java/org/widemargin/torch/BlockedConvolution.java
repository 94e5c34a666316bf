package org.widemargin.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The adjoint of a convolution with few input channels as one matrix product.
 *
 * <p>As a convolution with mirrored kernels it would have only that many output channels, and leave
 * idle most of the lanes that compute them. Here several neighbouring output positions of a row
 * form a block: what a block contributes to the window of inputs it sees is a matrix, the same for
 * all blocks, and the windows are added up where they overlap. In memory with channels last, blocks
 * are already the rows of a matrix.
 *
 * @param matrix {@code [block * K, C * h * windowWidth]}
 * @param kernelHeight h
 * @param windowWidth how many input columns a block sees
 * @param stride of the convolution
 * @param padding of the convolution
 * @param block how many output positions form a block; divides the output's width
 */
public record BlockedConvolution(
    Tensor matrix, long kernelHeight, long windowWidth, long stride, long padding, long block) {
  /** Products with this many rows or more per block keep the lanes busy. */
  private static final long ENOUGH = 128;

  /**
   * Prepares the matrix.
   *
   * @param weight {@code [K, C, h, w]}
   * @param stride the same in both directions
   * @param padding zeros on each side
   * @param outputWidth the number of positions in a row of the convolution's output
   * @return the prepared adjoint; its matrix is a new tensor
   */
  public static BlockedConvolution of(Tensor weight, long stride, long padding, long outputWidth) {
    long block = block(weight.size(0), outputWidth);
    long windowWidth = weight.size(3) + stride * (block - 1);
    Tensor matrix =
        weight.new_zeros(block, weight.size(0), weight.size(1), weight.size(2), windowWidth);
    for (long position = 0; position < block; position++) {
      matrix.select(0, position).narrow(3, position * stride, weight.size(3)).copy_(weight);
    }
    return new BlockedConvolution(
        matrix.reshape(block * weight.size(0), -1),
        weight.size(2),
        windowWidth,
        stride,
        padding,
        block);
  }

  /**
   * Applies the adjoint.
   *
   * @param cotangent at the convolution's output, {@code [N, K, H', W']}, of the matrix's element
   *     type
   * @param inputShape {@code [N, C, H, W]}
   * @return at its input {@code [N, C, H, W]}, in float32 or better
   */
  public Tensor apply(Tensor cotangent, long[] inputShape) {
    long blocks = cotangent.size(2) * cotangent.size(3) / block;
    Tensor rows = Tensors.channelsLast(cotangent).permute(0, 2, 3, 1).reshape(-1, matrix.size(0));
    Tensor windows = rows.matmul(matrix).reshape(cotangent.size(0), blocks, -1).transpose(1, 2);
    return torch.col2im(
        Tensors.atLeastFloat32(windows),
        new long[] {inputShape[2], inputShape[3]},
        new long[] {kernelHeight, windowWidth},
        new long[] {1, 1},
        new long[] {padding, padding},
        stride,
        stride * block);
  }

  private static long block(long channels, long outputWidth) {
    long best = 1;
    for (long block = 1; block * channels <= ENOUGH; block++) {
      if (outputWidth % block == 0) {
        best = block;
      }
    }
    return best;
  }
}
