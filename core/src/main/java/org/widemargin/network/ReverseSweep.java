package org.widemargin.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Tensors;

/** The way back from the logits of one traced forward pass to its taps. */
final class ReverseSweep implements InputGradients {
  /** A block's way back and the tap where it ends. */
  private record Stage(String below, UnaryOperator<Tensor> reverse) {}

  private final List<String> layers;
  private final Precision precision;
  private final List<Stage> stages = new ArrayList<>();

  /**
   * Prepares the sweep in the innermost scope.
   *
   * @param entry the tap where the pass entered the network
   * @param blocks the traces of each block of the pass, in order
   * @param layers the taps whose gradients are wanted
   * @param weights of the network
   * @param precision of weights and cotangents
   */
  ReverseSweep(
      String entry,
      Map<String, List<LayerTrace>> blocks,
      List<String> layers,
      PreparedWeights weights,
      Precision precision) {
    this.layers = List.copyOf(layers);
    this.precision = precision;
    Autograd.withoutGradient(
        () -> {
          String below = entry;
          boolean reached = false;
          for (Map.Entry<String, List<LayerTrace>> block : blocks.entrySet()) {
            // Below the lowest tap there is nothing to prepare.
            reached |= layers.contains(below);
            if (reached) {
              stages.add(
                  new Stage(below, LayerReverse.through(block.getValue(), weights, precision)));
            }
            below = block.getKey();
          }
          Collections.reverse(stages);
          return stages;
        });
  }

  @Override
  public Map<String, Tensor> of(Tensor cotangent) {
    if (!stages.isEmpty()) {
      Autograd.countReversePass();
    }
    return Autograd.withoutGradient(() -> sweep(cotangent));
  }

  private Map<String, Tensor> sweep(Tensor cotangent) {
    Map<String, Tensor> atTaps = new LinkedHashMap<>();
    Tensor value = precision == Precision.BFLOAT16 ? Tensors.toBfloat16(cotangent) : cotangent;
    for (Stage stage : stages) {
      value = stage.reverse().apply(value);
      if (layers.contains(stage.below())) {
        atTaps.put(stage.below(), Tensors.toTypeOf(value, cotangent));
      }
    }
    Map<String, Tensor> inOrder = new LinkedHashMap<>();
    for (String layer : layers) {
      inOrder.put(layer, atTaps.getOrDefault(layer, cotangent));
    }
    return inOrder;
  }
}
