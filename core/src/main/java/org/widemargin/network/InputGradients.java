package org.widemargin.network;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The gradients of functions of the logits with respect to taps, from one forward pass, by a sweep
 * back over its layers. No graph is needed or recorded, nothing below the lowest tap is walked and
 * no parameter receives a gradient.
 */
@FunctionalInterface
public interface InputGradients {
  /**
   * One sweep.
   *
   * @param cotangent the function's gradient with respect to the logits, {@code [N, C]}
   * @return for each tap that was asked for its gradient {@code [N, ...]}, in the network's element
   *     type; not part of any graph
   */
  Map<String, Tensor> of(Tensor cotangent);
}
