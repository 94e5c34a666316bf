package org.widemargin.bench;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.Devices;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Functions;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * Work that reaches about what the machine can do: large, dense, laid out as the kernels like it.
 * Holds native memory: close it.
 */
final class Peak implements AutoCloseable {
  /** The second convolution of mnist-cnn, batch 128: 5x5, 32 to 64 channels, 14x14 positions. */
  private static final double CONVOLUTION_OPERATIONS = 2.0 * 128 * 14 * 14 * 25 * 32 * 64;

  private static final int SIDE = 1024;
  private static final double PRODUCT_OPERATIONS = 2.0 * SIDE * SIDE * SIDE;

  /** Which work. */
  enum Work {
    CONVOLUTION("peak-convolution", CONVOLUTION_OPERATIONS),
    CONVOLUTION_BFLOAT16("peak-convolution-bf16", CONVOLUTION_OPERATIONS),
    MATRIX_PRODUCT("peak-matrix-product", PRODUCT_OPERATIONS),
    MATRIX_PRODUCT_BFLOAT16("peak-matrix-product-bf16", PRODUCT_OPERATIONS);

    private final String label;
    private final double operations;

    Work(String label, double operations) {
      this.label = label;
      this.operations = operations;
    }

    /** The variant's name. */
    String label() {
      return label;
    }

    /** Additions and multiplications. */
    double operations() {
      return operations;
    }
  }

  /** The names of all peaks. */
  static final Set<String> LABELS =
      Arrays.stream(Work.values()).map(Work::label).collect(Collectors.toUnmodifiableSet());

  private final Device device;
  private final Tensor images;
  private final Tensor kernels;
  private final Tensor matrix;

  Peak(Device device, long seed) {
    this.device = device;
    try (Scope scope = Scope.open()) {
      images = scope.own(Samples.uniform(device, seed, 128, 32, 14, 14));
      kernels = scope.own(Samples.uniform(device, seed + 1, 64, 32, 5, 5));
      matrix = scope.own(Samples.uniform(device, seed + 2, SIDE, SIDE));
    }
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
                          Functions.convolution(input, weight, null, 1, 2);
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
