package org.widemargin.network;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;
import org.widemargin.error.Nearest;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Layer;
import org.widemargin.layer.Padding;
import org.widemargin.torch.Tensors;

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
      long multiplyAdds) {
    private int[] shapeAfter() {
      return outputShape.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final List<Entry> auxiliary = new ArrayList<>();
  private final Map<String, List<Integer>> places = new LinkedHashMap<>();
  private int[] shape;

  private NetworkPlan(int[] inputShape) {
    this.shape = inputShape;
  }

  static NetworkPlan of(
      String name, InputSpec input, List<Block> blocks, @Nullable Auxiliary auxiliary) {
    NetworkPlan plan = new NetworkPlan(input.shape().dimensions());
    plan.places.put(Activations.INPUT, list(plan.shape));
    for (Block block : blocks) {
      for (Stretch stretch : Stretch.of(block)) {
        plan.add(name, block.name(), stretch.layers());
        plan.places.put(stretch.end(), list(plan.shape));
      }
    }
    if (auxiliary != null) {
      plan.auxiliary.addAll(auxiliary(name, plan, auxiliary));
    }
    return plan;
  }

  /** An auxiliary classifier's layers, checked to fit the network. */
  private static List<Entry> auxiliary(String name, NetworkPlan main, Auxiliary auxiliary) {
    Set<String> blocks = new LinkedHashSet<>();
    int[] from = null;
    for (Entry entry : main.entries) {
      blocks.add(entry.block());
      // The layer of a block that comes last is its end.
      from = entry.block().equals(auxiliary.after()) ? entry.shapeAfter() : from;
    }
    require(
        !blocks.contains(Auxiliary.NAME),
        "network '%s': the block name '%s' is taken by the auxiliary classifier",
        name,
        Auxiliary.NAME);
    require(
        from != null,
        "network '%s', auxiliary: there is no block '%s' after which to stand, %s",
        name,
        auxiliary.after(),
        Nearest.hint(auxiliary.after(), blocks));
    String last = main.entries.get(main.entries.size() - 1).block();
    require(
        !auxiliary.after().equals(last),
        "network '%s', auxiliary: expected a block below the last, '%s', which gives the logits;"
            + " a second classifier helps what lies below it",
        name,
        last);
    NetworkPlan plan = new NetworkPlan(Objects.requireNonNull(from));
    plan.add(name, Auxiliary.NAME, LayerPaths.of(Auxiliary.NAME, auxiliary.layers()));
    require(
        Arrays.equals(plan.shape, main.shape),
        "network '%s', auxiliary: expected as many logits as the network's, %s, found an output of"
            + " shape %s",
        name,
        Arrays.toString(main.shape),
        Arrays.toString(plan.shape));
    return plan.entries;
  }

  private void add(String network, String block, Map<String, Layer> layers) {
    try {
      layers.forEach((path, layer) -> add(block, path, layer));
    } catch (InputException e) {
      throw new InputException(
          String.format(
              Locale.ROOT, "network '%s', block '%s': %s", network, block, e.getMessage()),
          e);
    }
  }

  /**
   * The layers in order of the forward pass, without those of an auxiliary classifier.
   *
   * @return an unmodifiable list
   */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /**
   * The layers of the auxiliary classifier, which only passes in training run.
   *
   * @return an unmodifiable list, empty if there is none
   */
  public List<Entry> auxiliaryEntries() {
    return List.copyOf(auxiliary);
  }

  /**
   * All layers, those of an auxiliary classifier last.
   *
   * @return an unmodifiable list
   */
  public List<Entry> allEntries() {
    return Stream.concat(entries.stream(), auxiliary.stream()).toList();
  }

  /**
   * All parameters and running statistics, in order, those of an auxiliary classifier last.
   *
   * @return an unmodifiable list
   */
  public List<ParameterSpec> parameters() {
    return allEntries().stream().flatMap(entry -> entry.parameters().stream()).toList();
  }

  /**
   * What one sample costs in the forward pass in inference, counting matrix and convolution
   * arithmetic only.
   *
   * @return multiply-adds
   */
  public long multiplyAdds() {
    return entries.stream().mapToLong(Entry::multiplyAdds).sum();
  }

  /**
   * How many numbers the layers put out for one sample, and those of images that are padded before
   * a layer.
   *
   * @return at least 1
   */
  public long values() {
    return entries.stream().mapToLong(entry -> product(entry.outputShape()) + padded(entry)).sum();
  }

  private static long product(List<Integer> shape) {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** Unequal padding is made before the convolution; equal padding never is. */
  private static long padded(Entry entry) {
    if (!(entry.layer() instanceof Convolution layer) || layer.padding().isSymmetric()) {
      return 0;
    }
    List<Integer> shape = entry.inputShape();
    Padding padding = layer.padding();
    return shape.get(0)
        * ((long) shape.get(1) + padding.top() + padding.bottom())
        * ((long) shape.get(2) + padding.left() + padding.right());
  }

  /**
   * Tells whether a layer of a kind is present.
   *
   * @param kind a kind of layer
   * @return whether there is one
   */
  public boolean contains(Class<? extends Layer> kind) {
    return allEntries().stream().anyMatch(entry -> kind.isInstance(entry.layer()));
  }

  /**
   * The shape of one sample's output.
   *
   * @return a new array
   */
  public int[] outputShape() {
    return shape.clone();
  }

  /**
   * Checks that values can stand where the network is entered: nothing is stretched over channels
   * or left over at the edges.
   *
   * @param network its name
   * @param place the input, a block or a unit
   * @param values {@code [N, ...]}
   * @throws InputException if they are of another shape
   */
  void requireShape(String network, String place, Tensor values) {
    List<Integer> expected = Objects.requireNonNull(places.get(place), place);
    boolean fits = values.dim() == expected.size() + 1;
    for (int i = 0; fits && i < expected.size(); i++) {
      fits = values.size(i + 1) == expected.get(i);
    }
    if (!fits) {
      String each = expected.stream().map(String::valueOf).collect(Collectors.joining(", "));
      throw new InputException(
          String.format(
              Locale.ROOT,
              "network '%s', layer '%s': expected values of shape [N, %s], found %s",
              network,
              place,
              each,
              Arrays.toString(Tensors.shape(values))));
    }
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
    LayerPaths.of(path, layers).forEach((name, layer) -> add(block, name, layer));
    int[] after = shape;
    shape = before;
    return after;
  }

  private static List<Integer> list(int[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }
}
