package org.widemargin.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Tensors;

/** The way back from the logits of one traced forward pass to its layers. */
final class ReverseSweep implements InputGradients {
  /** A block's way back, the layer where it ends, and whether several batches may go together. */
  private record Stage(String below, UnaryOperator<Tensor> reverse, boolean takesBatches) {}

  private final List<String> layers;
  private final Precision precision;
  private final List<Stage> stages = new ArrayList<>();

  /**
   * Prepares the sweep in the innermost scope.
   *
   * @param entry the layer where the pass entered the network
   * @param blocks the traces of each block of the pass, in order
   * @param layers the layers whose gradients are wanted
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
            // Below the lowest layer there is nothing to prepare.
            reached |= layers.contains(below);
            if (reached) {
              List<LayerTrace> traces = block.getValue();
              stages.add(
                  new Stage(
                      below,
                      LayerReverse.through(traces, weights, precision),
                      LayerReverse.takesBatches(traces)));
            }
            below = block.getKey();
          }
          Collections.reverse(stages);
          return stages;
        });
  }

  @Override
  public List<LayerGradients> ofEach(List<Tensor> cotangents) {
    return Autograd.withoutGradient(() -> begin(cotangents));
  }

  private List<LayerGradients> begin(List<Tensor> cotangents) {
    Tensor together = Tensors.concatenate(cotangents);
    Tensor value = precision.of(together);
    Map<String, Tensor> passed = new LinkedHashMap<>();
    int next = 0;
    while (next < stages.size() && stages.get(next).takesBatches()) {
      value = stages.get(next).reverse().apply(value);
      passed.put(stages.get(next).below(), value);
      next++;
    }
    List<Stage> rest = stages.subList(next, stages.size());
    List<LayerGradients> sweeps = new ArrayList<>();
    for (int i = 0; i < cotangents.size(); i++) {
      int index = i;
      Tensor cotangent = cotangents.get(i);
      Tensor reached = value;
      sweeps.add(() -> finish(index, cotangent, passed, reached, rest));
    }
    return sweeps;
  }

  private Map<String, Tensor> finish(
      int index, Tensor cotangent, Map<String, Tensor> passed, Tensor reached, List<Stage> rest) {
    if (!stages.isEmpty()) {
      Autograd.countReversePass();
    }
    return Autograd.withoutGradient(
        () -> {
          Map<String, Tensor> atLayers = new LinkedHashMap<>();
          passed.forEach((layer, values) -> atLayers.put(layer, batch(index, cotangent, values)));
          Tensor value = batch(index, cotangent, reached);
          for (Stage stage : rest) {
            value = stage.reverse().apply(value);
            atLayers.put(stage.below(), value);
          }
          Map<String, Tensor> inOrder = new LinkedHashMap<>();
          for (String layer : layers) {
            Tensor gradient = atLayers.getOrDefault(layer, cotangent);
            inOrder.put(layer, ElementTypes.typeAs(gradient, cotangent));
          }
          return inOrder;
        });
  }

  private static Tensor batch(int index, Tensor cotangent, Tensor batches) {
    long samples = cotangent.size(0);
    return batches.narrow(0, index * samples, samples);
  }
}
