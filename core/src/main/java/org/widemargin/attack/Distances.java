package org.widemargin.attack;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.norm.Norm;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Tensors;

/** Distances between points, summed in float64. */
final class Distances {
  private Distances() {}

  static double[] of(Norm norm, Tensor origins, Tensor points) {
    Tensor step = ElementTypes.toFloat64(points).sub(ElementTypes.toFloat64(origins));
    return Tensors.toDoubles(norm.perSample(step));
  }
}
