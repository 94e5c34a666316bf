package org.widemargin.device;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.widemargin.torch.Device;

/** On the first CUDA device. */
@Tag("gpu")
@ExtendWith(OnCuda.class)
class CudaDeviceTest extends OtherDeviceContract {
  @Override
  Device device() {
    return OnCuda.FIRST;
  }
}
