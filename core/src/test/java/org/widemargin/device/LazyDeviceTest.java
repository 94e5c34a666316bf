package org.widemargin.device;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.widemargin.torch.Device;
import org.widemargin.torch.LazyBackend;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * On the second device that every machine has. A tensor that training, losses, attacks or
 * evaluations forget on the processor is an error here.
 */
class LazyDeviceTest extends OtherDeviceContract {
  @Override
  Device device() {
    return LazyBackend.device();
  }

  /** What was recorded is computed again for each value that is read, updates in place included. */
  @Override
  boolean countsEveryPassOnce() {
    return false;
  }

  /** Its interpreter finds a type that it did not expect in the gradient of the hinge. */
  @Override
  boolean takesDoubleBounds() {
    return false;
  }

  /** Else the other tests would prove nothing. */
  @Test
  void aTensorThatWasForgottenOnTheProcessorIsAnError() {
    try (Scope scope = Scope.open()) {
      Tensor there = Tensors.of(device(), new float[] {1, 2}, 2);
      Tensor forgotten = Tensors.of(Device.CPU, new float[] {3, 4}, 2);
      assertThatThrownBy(() -> Tensors.toFloats(there.mul(forgotten)))
          .hasMessageContaining("not a lazy tensor");
      Tensor indices = Tensors.labels(Device.CPU, 0);
      assertThatThrownBy(() -> Tensors.toFloats(there.index_select(0, indices)))
          .hasMessageContaining("not a lazy tensor");
    }
  }
}
