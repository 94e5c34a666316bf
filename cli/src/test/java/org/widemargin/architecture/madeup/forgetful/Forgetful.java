package org.widemargin.architecture.madeup.forgetful;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.widemargin.torch.Device;
import org.widemargin.torch.Tensors;

/** Makes tensors where nobody said. */
public final class Forgetful {
  private Forgetful() {}

  public static Tensor zeros(long count) {
    return torch.zeros(count);
  }

  public static Tensor likeThatButHere(Tensor tensor) {
    return Tensors.of(Device.CPU, Tensors.toFloats(tensor), Tensors.shape(tensor));
  }
}
