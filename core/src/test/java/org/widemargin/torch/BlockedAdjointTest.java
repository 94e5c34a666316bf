package org.widemargin.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockedAdjointTest {
  private static Tensor random(SplittableRandom random, long... shape) {
    long elements = 1;
    for (long side : shape) {
      elements *= side;
    }
    return Tensors.of(Device.CPU, random.doubles(elements, -1, 1).toArray(), shape);
  }

  /** Of whole numbers every sum is exact in any order. */
  private static Tensor whole(Tensor tensor) {
    return Ops.mul(tensor, 8).round();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 28, 28, 5, 2, 7, 2",
    "3, 32, 32, 3, 1, 2, 2",
    "1, 12, 10, 3, 0, 3, 5",
    "2, 6, 9, 5, 4, 2, 3",
    "1, 1, 16, 1, 0, 1, 16",
    "4, 8, 8, 3, 1, 4, 1"
  })
  void isTheAdjointOfTheConvolution(
      long channels, long height, long width, int kernel, long padding, long rows, long columns) {
    SplittableRandom random = new SplittableRandom(channels + height + kernel);
    try (Scope scope = Scope.open()) {
      long outHeight = height + 2 * padding - kernel + 1;
      long outWidth = width + 2 * padding - kernel + 1;
      Tensor weight = whole(random(random, 6, channels, kernel, kernel));
      Tensor cotangent = whole(random(random, 2, 6, outHeight, outWidth));
      long[] inputShape = {2, channels, height, width};
      Tensor expected =
          Convolutions.adjoint(cotangent, weight, inputShape, ConvolutionGeometry.of(1, padding));

      BlockedAdjoint blocked = new BlockedAdjoint(rows, columns);
      Tensor kernels = blocked.kernels(Convolutions.mirrored(weight));
      Tensor found = blocked.apply(cotangent, kernels, kernel - 1 - padding);

      assertThat(Tensors.shape(found)).containsExactly(inputShape);
      assertThat(Tensors.toDoubles(found)).containsExactly(Tensors.toDoubles(expected));
      assertThat(Tensors.toDouble(found.abs().sum())).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 28, 28, 5, 7, 2",
    "3, 32, 32, 3, 2, 2",
    "1, 13, 11, 5, 13, 1",
    "1, 17, 19, 5, 1, 1",
    "16, 32, 32, 3, 1, 1",
    "64, 8, 8, 3, 1, 1"
  })
  void theBlockFitsTheImageAndARegister(
      long channels, long height, long width, long kernel, long rows, long columns) {
    Optional<BlockedAdjoint> found =
        BlockedAdjoint.of(new long[] {5, channels, height, width}, kernel);
    assertThat(found.orElse(new BlockedAdjoint(1, 1))).isEqualTo(new BlockedAdjoint(rows, columns));
    assertThat(found.isPresent()).isEqualTo(rows * columns > 1);
  }
}
