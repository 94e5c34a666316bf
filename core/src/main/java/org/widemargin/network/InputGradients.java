package org.widemargin.network;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The gradients of functions of the logits with respect to layers, from one forward pass, by a
 * sweep back over its layers. No graph is needed or recorded, nothing below the lowest layer is
 * walked and no parameter receives a gradient.
 */
@FunctionalInterface
public interface InputGradients {
  /**
   * One sweep.
   *
   * @param cotangent the function's gradient with respect to the logits, {@code [N, C]}
   * @return for each layer that was asked for its gradient {@code [N, ...]}, in the network's
   *     element type; not part of any graph
   */
  default Map<String, Tensor> of(Tensor cotangent) {
    return ofEach(List.of(cotangent)).get(0).byLayer();
  }

  /**
   * Sweeps for several functions. The part through the linear layers next to the logits, whose
   * products are too small for a processor to run at its speed, is taken at once and together, in
   * the innermost scope; the rest of each sweep when its gradients are asked for.
   *
   * @param cotangents for each function its gradient with respect to the logits, {@code [N, C]}
   * @return for each function what {@link #of} gives
   */
  List<LayerGradients> ofEach(List<Tensor> cotangents);
}
