package org.widemargin.network;

import java.util.List;

/** What a layer gives and costs. The array is made for it and read once. */
@SuppressWarnings("ArrayRecordComponent")
record LayerCost(int[] outputShape, List<ParameterSpec> parameters, long multiplyAdds) {
  static LayerCost free(int... outputShape) {
    return new LayerCost(outputShape, List.of(), 0);
  }
}
