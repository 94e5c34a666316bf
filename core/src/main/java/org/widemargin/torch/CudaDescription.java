package org.widemargin.torch;

import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.pytorch.global.torch_cuda;

/**
 * What CUDA tells of a device.
 *
 * @param name such as {@code NVIDIA H200}; empty if it cannot be asked
 * @param memoryBytes of the device; 0 if it cannot be asked
 */
record CudaDescription(String name, long memoryBytes) {
  static final CudaDescription UNKNOWN = new CudaDescription("", 0);

  /**
   * Asks. That takes bindings of CUDA's own, which a machine may lack that can compute on the
   * device all the same.
   */
  static CudaDescription of(Device device) {
    try (Scope scope = Scope.open()) {
      cudaDeviceProp properties = torch_cuda.getDeviceProperties((byte) device.index());
      return new CudaDescription(properties.name().getString(), properties.totalGlobalMem());
    } catch (LinkageError e) {
      return UNKNOWN;
    }
  }
}
