package org.widemargin.export;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.widemargin.checkpoint.StoredTensor;
import org.widemargin.layer.GroupNorm;

/**
 * Normalisation of a sample, or of groups in it, by its own mean and variance, of the operators
 * that operator set 13 has: those for whole layers came later.
 */
final class OnnxStatistics {
  private final OnnxGraph graph;
  private final String path;

  /**
   * For one layer.
   *
   * @param graph where to add operators
   * @param path what the layer's value is called
   */
  OnnxStatistics(OnnxGraph graph, String path) {
    this.graph = graph;
    this.path = path;
  }

  /** {@code (x - mean) / max(std, 1 / sqrt(D))}, for samples of a shape. */
  String standardized(String input, List<Integer> shape) {
    int elements = shape.stream().reduce(1, Math::multiplyExact);
    long[] axes = sampleAxes(shape.size());
    String centred = centred(input, axes);
    String least = scalar("least", 1.0 / elements);
    String variance = node("Max", "limited", variance(centred, axes), least);
    return graph.node("Div", path, List.of(centred, node("Sqrt", "deviation", variance)));
  }

  /** Over all elements of a sample, with a factor and a bias for each. */
  String layerNorm(String input, int dimensions, String weight, String bias, double epsilon) {
    String normalised = normalised(input, sampleAxes(dimensions), epsilon);
    String weighted = node("Mul", "weighted", normalised, weight);
    return graph.node("Add", path, List.of(weighted, bias));
  }

  /** Over groups of channels, with a factor and a bias for each channel. */
  String groupNorm(String input, List<Integer> shape, GroupNorm layer, String weight, String bias) {
    String groups = reshaped("groups", input, List.of(0, layer.groups(), -1));
    String normalised = normalised(groups, new long[] {2}, layer.epsilon());
    String restored = reshaped("restored", normalised, after(0, shape));
    List<Integer> perChannel = after(-1, Collections.nCopies(shape.size() - 1, 1));
    String factors = reshaped("factors", weight, perChannel);
    String weighted = node("Mul", "weighted", restored, factors);
    return graph.node("Add", path, List.of(weighted, reshaped("offsets", bias, perChannel)));
  }

  private String normalised(String input, long[] axes, double epsilon) {
    String centred = centred(input, axes);
    String padded = node("Add", "padded", variance(centred, axes), scalar("epsilon", epsilon));
    return node("Div", "normalised", centred, node("Sqrt", "deviation", padded));
  }

  private String centred(String input, long[] axes) {
    return node("Sub", "centred", input, mean("mean", input, axes));
  }

  private String variance(String centred, long[] axes) {
    return mean("variance", node("Mul", "squares", centred, centred), axes);
  }

  private String mean(String name, String value, long[] axes) {
    return graph.node(
        "ReduceMean",
        path + "." + name,
        List.of(value),
        OnnxAttribute.Wholes.of("axes", axes),
        new OnnxAttribute.Whole("keepdims", 1));
  }

  /** In a new shape, in which 0 stands for the size that was there and -1 for what is left. */
  private String reshaped(String name, String value, List<Integer> sizes) {
    long[] values = sizes.stream().mapToLong(Integer::longValue).toArray();
    String shape =
        graph.constant(
            path + "." + name + ".shape", StoredTensor.ofLongs(new long[] {values.length}, values));
    return node("Reshape", name, value, shape);
  }

  private String scalar(String name, double value) {
    return graph.constant(path + "." + name, StoredTensor.ofFloats(new long[0], (float) value));
  }

  private String node(String operator, String name, String... inputs) {
    return graph.node(operator, path + "." + name, List.of(inputs));
  }

  private static List<Integer> after(int first, List<Integer> others) {
    List<Integer> all = new ArrayList<>(List.of(first));
    all.addAll(others);
    return all;
  }

  private static long[] sampleAxes(int dimensions) {
    return LongStream.rangeClosed(1, dimensions).toArray();
  }
}
