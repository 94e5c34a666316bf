package org.widemargin.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class BallProjectionTest {
  /** In float32, where the least double would be 0. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-3, 0.5, 8})
  void whoDidNotMoveStaysWhateverTheRadius(double radius) {
    try (Scope scope = Scope.open()) {
      Tensor step = Tensors.of(Device.CPU, new float[] {0, 0, 0, 0}, 2, 2);
      assertThat(Tensors.toDoubles(BallProjection.l2(step, radius))).containsOnly(0);
    }
  }

  @Test
  void longStepsAreShortenedAndShortOnesAreNot() {
    try (Scope scope = Scope.open()) {
      Tensor step = Tensors.of(Device.CPU, new float[] {3, 4, 0.3f, 0.4f}, 2, 2);
      assertThat(Tensors.toDoubles(BallProjection.l2(step, 1)))
          .containsExactly(new double[] {0.6, 0.8, 0.3, 0.4}, within(1e-6));
      assertThat(Tensors.toDoubles(BallProjection.l2(step, 0))).containsOnly(0);
    }
  }
}
