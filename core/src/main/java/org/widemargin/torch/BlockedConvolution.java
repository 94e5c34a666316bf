package org.widemargin.torch;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with few input channels, and its adjoint, each as one matrix product.
 *
 * <p>Kernels that work on channels a register at a time leave most of it idle here: in the adjoint,
 * where these are the outputs, fifteen lanes of sixteen for a grey image. Instead several
 * neighbouring output positions of a row form a block. What a block sees of the input, its window,
 * and what it gives are related by a matrix, the same for all blocks. In memory with channels last,
 * blocks are already the rows of a matrix.
 *
 * <p>Everything is made of differentiable operators, weights included.
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
   * Tells for which convolutions this is the faster way: measured with AVX-512, only for those of
   * grey images; for 3 channels the usual kernels are as fast.
   *
   * @param inputChannels C
   * @return whether it is
   */
  public static boolean pays(long inputChannels) {
    return inputChannels == 1;
  }

  /**
   * Prepares the matrix.
   *
   * @param weight {@code [K, C, h, w]}
   * @param stride the same in both directions
   * @param padding zeros on each side
   * @param inputWidth the width of the images, at least the kernel's less the padding
   * @return the prepared convolution; its matrix is a new tensor
   */
  public static BlockedConvolution of(Tensor weight, long stride, long padding, long inputWidth) {
    long width = weight.size(3);
    long outputWidth = (inputWidth + 2 * padding - width) / stride + 1;
    long block = block(weight.size(0), outputWidth);
    Tensor[] shifted = new Tensor[Math.toIntExact(block)];
    for (int position = 0; position < block; position++) {
      long before = position * stride;
      long after = (block - 1 - position) * stride;
      shifted[position] = torch.constant_pad_nd(weight, new long[] {before, after}, new Scalar(0));
    }
    Tensor matrix = Tensors.concatenate(List.of(shifted)).flatten(1, -1);
    long windowWidth = width + stride * (block - 1);
    return new BlockedConvolution(matrix, weight.size(2), windowWidth, stride, padding, block);
  }

  /**
   * Applies the convolution.
   *
   * @param input {@code [N, C, H, W]}
   * @param bias {@code [K]}, or null for none
   * @return {@code [N, K, H', W']}, channels-last
   */
  public Tensor apply(Tensor input, @Nullable Tensor bias) {
    Tensor padded =
        torch.constant_pad_nd(
            input, new long[] {padding, padding, padding, padding}, new Scalar(0));
    Tensor windows = padded.unfold(2, kernelHeight, stride).unfold(3, windowWidth, stride * block);
    Tensor rows = windows.permute(0, 2, 3, 1, 4, 5).reshape(-1, matrix.size(1));
    Tensor product =
        bias == null ? rows.matmul(matrix.t()) : torch.addmm(bias.repeat(block), rows, matrix.t());
    return product
        .reshape(input.size(0), windows.size(2), -1, matrix.size(0) / block)
        .permute(0, 3, 1, 2);
  }

  /**
   * Applies the adjoint.
   *
   * @param cotangent at the convolution's output, {@code [N, K, H', W']}, of the matrix's element
   *     type
   * @param inputShape {@code [N, C, H, W]}
   * @return at its input {@code [N, C, H, W]}, in float32 or better
   */
  public Tensor adjoint(Tensor cotangent, long[] inputShape) {
    long blocks = cotangent.size(2) * cotangent.size(3) / block;
    Tensor rows =
        Tensors.channelsLast(cotangent)
            .permute(0, 2, 3, 1)
            .reshape(cotangent.size(0), blocks, matrix.size(0));
    Tensor windows = Tensors.isBfloat16(rows) ? turned(rows) : flat(rows);
    return torch.col2im(
        Tensors.atLeastFloat32(windows),
        new long[] {inputShape[2], inputShape[3]},
        new long[] {kernelHeight, windowWidth},
        new long[] {1, 1},
        new long[] {padding, padding},
        stride,
        stride * block);
  }

  /**
   * A product for each sample gives the windows in the order wanted: faster in bfloat16, where
   * oneDNN computes it, and slower otherwise, where OpenBLAS does.
   */
  private Tensor turned(Tensor rows) {
    return matrix.t().matmul(rows.transpose(1, 2));
  }

  /** One product for all samples, turned afterwards. */
  private Tensor flat(Tensor rows) {
    return rows.reshape(-1, matrix.size(0))
        .matmul(matrix)
        .reshape(rows.size(0), rows.size(1), -1)
        .transpose(1, 2);
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
