package org.widemargin.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Asking for the number type of a tensor's elements and changing it. */
public final class ElementTypes {
  private ElementTypes() {}

  /**
   * Converts to the element type of another tensor; the same tensor if it has it already.
   *
   * @param tensor the tensor
   * @param like whose element type to take
   * @return the converted tensor
   */
  public static Tensor typeAs(Tensor tensor, Tensor like) {
    return tensor.to(like.scalar_type());
  }

  /**
   * Converts to float64.
   *
   * @param tensor the tensor
   * @return the converted tensor
   */
  public static Tensor toFloat64(Tensor tensor) {
    return tensor.to(ScalarType.Double);
  }

  /**
   * Converts to bfloat16.
   *
   * @param tensor the tensor
   * @return the converted tensor
   */
  public static Tensor toBfloat16(Tensor tensor) {
    return tensor.to(ScalarType.BFloat16);
  }

  /**
   * Tells whether the elements are float32.
   *
   * @param tensor any tensor
   * @return whether they are
   */
  public static boolean isFloat32(Tensor tensor) {
    return tensor.scalar_type().intern() == ScalarType.Float;
  }

  /**
   * Tells whether the elements are float64.
   *
   * @param tensor any tensor
   * @return whether they are
   */
  public static boolean isFloat64(Tensor tensor) {
    return tensor.scalar_type().intern() == ScalarType.Double;
  }
}
