package org.widemargin.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.widemargin.error.InputException;
import org.widemargin.layer.Layer;

/**
 * A network's layers one by one, with the shapes between them, their parameters and their cost.
 * Made by walking the blocks once; it is where a spec whose layers do not fit is found out.
 */
public final class NetworkPlan {
  /**
   * One layer in its place. The branches inside a layer are listed before it.
   *
   * @param block the block it belongs to
   * @param path its name, the prefix of its parameters' names
   * @param layer the layer
   * @param inputShape of one sample
   * @param outputShape of one sample
   * @param parameters what it holds, running statistics included
   * @param multiplyAdds for one sample in the forward pass, counting matrix and convolution
   *     arithmetic only
   */
  public record Entry(
      String block,
      String path,
      Layer layer,
      List<Integer> inputShape,
      List<Integer> outputShape,
      List<ParameterSpec> parameters,
      long multiplyAdds) {}

  private final List<Entry> entries = new ArrayList<>();
  private int[] shape;

  private NetworkPlan(int[] inputShape) {
    this.shape = inputShape;
  }

  static NetworkPlan of(String name, InputSpec input, List<Block> blocks) {
    NetworkPlan plan = new NetworkPlan(input.shape().dimensions());
    for (Block block : blocks) {
      try {
        for (Map.Entry<String, Layer> layer : paths(block.name(), block.layers()).entrySet()) {
          plan.add(block.name(), layer.getKey(), layer.getValue());
        }
      } catch (InputException e) {
        throw new InputException(
            String.format(
                Locale.ROOT, "network '%s', block '%s': %s", name, block.name(), e.getMessage()),
            e);
      }
    }
    return plan;
  }

  /**
   * Names layers by their place: the prefix, the kind, and a number from the second of a kind on.
   *
   * @param prefix the block's or branch's name
   * @param layers the layers
   * @return the layers by name, in order
   */
  static Map<String, Layer> paths(String prefix, List<Layer> layers) {
    Map<String, Layer> paths = new LinkedHashMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Layer layer : layers) {
      int count = counts.merge(layer.kind(), 1, Integer::sum);
      paths.put(prefix + "." + layer.kind() + (count == 1 ? "" : count), layer);
    }
    return paths;
  }

  /**
   * The layers in order of the forward pass.
   *
   * @return an unmodifiable list
   */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /**
   * All parameters and running statistics, in order.
   *
   * @return an unmodifiable list
   */
  public List<ParameterSpec> parameters() {
    return entries.stream().flatMap(entry -> entry.parameters().stream()).toList();
  }

  /**
   * What one sample costs in the forward pass, counting matrix and convolution arithmetic only.
   *
   * @return multiply-adds
   */
  public long multiplyAdds() {
    return entries.stream().mapToLong(Entry::multiplyAdds).sum();
  }

  /**
   * How many numbers the layers put out for one sample.
   *
   * @return at least 1
   */
  public long values() {
    return entries.stream()
        .mapToLong(
            entry ->
                entry.outputShape().stream()
                    .mapToLong(Integer::longValue)
                    .reduce(1, Math::multiplyExact))
        .sum();
  }

  /**
   * Tells whether a layer of a kind is present.
   *
   * @param kind a kind of layer
   * @return whether there is one
   */
  public boolean contains(Class<? extends Layer> kind) {
    return entries.stream().anyMatch(entry -> kind.isInstance(entry.layer()));
  }

  /**
   * The shape of one sample's output.
   *
   * @return a new array
   */
  public int[] outputShape() {
    return shape.clone();
  }

  private void add(String block, String path, Layer layer) {
    int[] before = shape;
    LayerCost cost =
        new LayerShapes(path, before, (name, layers, from) -> branch(block, name, layers, from))
            .of(layer);
    shape = cost.outputShape();
    entries.add(
        new Entry(
            block, path, layer, list(before), list(shape), cost.parameters(), cost.multiplyAdds()));
  }

  /** Walks a branch from the given shape and gives the shape at its end. */
  private int[] branch(String block, String path, List<Layer> layers, int[] from) {
    int[] before = shape;
    shape = from;
    paths(path, layers).forEach((name, layer) -> add(block, name, layer));
    int[] after = shape;
    shape = before;
    return after;
  }

  private static List<Integer> list(int[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }
}
