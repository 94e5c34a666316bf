package org.widemargin.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.widemargin.torch.Device;
import org.widemargin.torch.Processor;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class PrecisionTest {
  /** 1 + 2^-8 lies between two numbers of 8 bits of mantissa and is rounded to the even one. */
  @Test
  void bfloat16RoundsAndFullLeavesATensorAsItIs() {
    try (Scope scope = Scope.open()) {
      Tensor tensor = Tensors.of(Device.CPU, new float[] {1 + 1f / 256, 1 + 1f / 128}, 2);
      assertThat(Precision.FULL.of(tensor)).isSameAs(tensor);
      assertThat(Tensors.toDoubles(Precision.BFLOAT16.of(tensor)))
          .containsExactly(1, 1 + 1.0 / 128);
    }
  }

  @Test
  void theFastestIsWhatTheProcessorIsFastIn() {
    assertThat(Precision.fastest() == Precision.BFLOAT16)
        .isEqualTo(Processor.here().isFasterInBfloat16());
  }
}
