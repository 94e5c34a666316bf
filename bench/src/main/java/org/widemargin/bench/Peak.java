package org.widemargin.bench;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.ConvolutionGeometry;
import org.widemargin.torch.Convolutions;
import org.widemargin.torch.Device;
import org.widemargin.torch.Devices;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * Work that reaches about what the machine can do: large, dense, laid out as the kernels like it.
 * Holds native memory: close it.
 */
final class Peak implements AutoCloseable {
  /** The name of the copy. */
  static final String COPY = "peak-copy";

  /**
   * How large the work is: enough to keep all of a device busy, and no more than takes a few
   * milliseconds.
   *
   * @param images of the convolution
   * @param side of the matrices
   * @param elements of the copied tensor, many times what caches hold
   */
  private record Size(int images, int side, int elements) {
    static Size on(Device device) {
      return device.isCpu() ? new Size(128, 1024, 1 << 24) : new Size(4096, 8192, 1 << 28);
    }
  }

  /** The second convolution of mnist-cnn on one image: 5x5, 32 to 64 channels, 14x14 positions. */
  private static final double OPERATIONS_OF_AN_IMAGE = 2.0 * 14 * 14 * 25 * 32 * 64;

  /** Which work. */
  enum Work {
    CONVOLUTION("peak-convolution"),
    CONVOLUTION_BFLOAT16("peak-convolution-bf16"),
    MATRIX_PRODUCT("peak-matrix-product"),
    MATRIX_PRODUCT_BFLOAT16("peak-matrix-product-bf16");

    private final String label;

    Work(String label) {
      this.label = label;
    }

    /** The variant's name. */
    String label() {
      return label;
    }
  }

  /** The names of all peaks. */
  static final Set<String> LABELS =
      Stream.concat(Arrays.stream(Work.values()).map(Work::label), Stream.of(COPY))
          .collect(Collectors.toUnmodifiableSet());

  private final Device device;
  private final Size size;
  private final Tensor images;
  private final Tensor kernels;
  private final Tensor matrix;

  Peak(Device device, long seed) {
    this.device = device;
    this.size = Size.on(device);
    try (Scope scope = Scope.open()) {
      images = scope.own(Samples.uniform(device, seed, size.images(), 32, 14, 14));
      kernels = scope.own(Samples.uniform(device, seed + 1, 64, 32, 5, 5));
      matrix = scope.own(Samples.uniform(device, seed + 2, size.side(), size.side()));
    }
  }

  /** Additions and multiplications of a work. */
  double operations(Work work) {
    return switch (work) {
      case CONVOLUTION, CONVOLUTION_BFLOAT16 -> size.images() * OPERATIONS_OF_AN_IMAGE;
      case MATRIX_PRODUCT, MATRIX_PRODUCT_BFLOAT16 -> 2 * Math.pow(size.side(), 3);
    };
  }

  /** What a copy reads and writes. */
  double bytesCopied() {
    return 2.0 * Float.BYTES * size.elements();
  }

  /** A copy of a large tensor, which lives in the caller's scope. */
  Variant copying() {
    Tensor one = Tensors.of(device, new float[] {1}, 1);
    Tensor source = Tensors.repeatBatch(one, size.elements());
    return new Variant(
        COPY,
        () -> {
          try (Scope scope = Scope.open()) {
            Autograd.withoutGradient(() -> source.clone());
            Devices.synchronize(device);
          }
        });
  }

  /** The work on factors converted beforehand, which live in the caller's scope. */
  Variant of(Work work) {
    Tensor input = narrowed(work, images);
    Tensor weight = narrowed(work, kernels);
    Tensor factor = narrowed(work, matrix);
    return new Variant(
        work.label(),
        () -> {
          try (Scope scope = Scope.open()) {
            Autograd.withoutGradient(
                () ->
                    switch (work) {
                      case CONVOLUTION, CONVOLUTION_BFLOAT16 ->
                          Convolutions.convolution(
                              input, weight, null, ConvolutionGeometry.of(1, 2));
                      case MATRIX_PRODUCT, MATRIX_PRODUCT_BFLOAT16 -> factor.matmul(factor);
                    });
            Devices.synchronize(device);
          }
        });
  }

  @Override
  public void close() {
    Tensors.free(images);
    Tensors.free(kernels);
    Tensors.free(matrix);
  }

  private static Tensor narrowed(Work work, Tensor tensor) {
    return switch (work) {
      case CONVOLUTION, MATRIX_PRODUCT -> tensor;
      case CONVOLUTION_BFLOAT16, MATRIX_PRODUCT_BFLOAT16 -> ElementTypes.toBfloat16(tensor);
    };
  }
}
