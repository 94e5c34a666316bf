package org.widemargin.network;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** The gradients of one function of the logits at several layers, computed when asked for. */
@FunctionalInterface
public interface LayerGradients {
  /**
   * Computes them, in the innermost scope.
   *
   * @return by layer {@code [N, ...]}
   * @throws org.widemargin.error.InputException for a layer without influence on the logits, where
   *     the gradients are autograd's
   */
  Map<String, Tensor> byLayer();
}
