package org.widemargin.export;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.widemargin.checkpoint.StoredTensor;
import org.widemargin.layer.AdaptiveAveragePool;
import org.widemargin.layer.AveragePool;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Concatenate;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Dropout;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.Gelu;
import org.widemargin.layer.GlobalAveragePool;
import org.widemargin.layer.GroupNorm;
import org.widemargin.layer.Layer;
import org.widemargin.layer.LayerCases;
import org.widemargin.layer.LayerNorm;
import org.widemargin.layer.LeakyRelu;
import org.widemargin.layer.Linear;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Normalize;
import org.widemargin.layer.Relu;
import org.widemargin.layer.Residual;
import org.widemargin.layer.Silu;
import org.widemargin.layer.Standardize;
import org.widemargin.network.LayerPaths;

/**
 * Layers as ONNX operators, as they compute in inference. A layer's value has the layer's path as
 * its name, its constants that of its parameters.
 */
final class OnnxLayers {
  private final OnnxGraph graph;
  private final Map<String, List<Integer>> inputShapes;

  /**
   * Writes into a graph that has the network's tensors.
   *
   * @param graph where to
   * @param inputShapes of one sample, for each layer by its path
   */
  OnnxLayers(OnnxGraph graph, Map<String, List<Integer>> inputShapes) {
    this.graph = graph;
    this.inputShapes = inputShapes;
  }

  /** Adds a sequence of layers and gives the name of its last value. */
  String add(String prefix, List<Layer> layers, String input) {
    String value = input;
    for (Map.Entry<String, Layer> entry : LayerPaths.of(prefix, layers).entrySet()) {
      List<Integer> shape = inputShapes.getOrDefault(entry.getKey(), List.of());
      value = new Step(entry.getKey(), value, shape).of(entry.getValue());
    }
    return value;
  }

  /** One layer in its place. */
  private final class Step implements LayerCases<String> {
    private final String path;
    private final String input;
    private final List<Integer> shape;

    Step(String path, String input, List<Integer> shape) {
      this.path = path;
      this.input = input;
      this.shape = shape;
    }

    @Override
    public String convolution(Convolution layer) {
      return graph.node(
          "Conv",
          path,
          withParameters(layer.bias()),
          OnnxAttribute.Wholes.of("kernel_shape", layer.kernel().height(), layer.kernel().width()),
          square("strides", layer.stride()),
          OnnxAttribute.Wholes.of(
              "pads",
              layer.padding().top(),
              layer.padding().left(),
              layer.padding().bottom(),
              layer.padding().right()),
          square("dilations", layer.dilation()),
          new OnnxAttribute.Whole("group", layer.groups()));
    }

    @Override
    public String linear(Linear layer) {
      return graph.node(
          "Gemm", path, withParameters(layer.bias()), new OnnxAttribute.Whole("transB", 1));
    }

    @Override
    public String relu(Relu layer) {
      return graph.node("Relu", path, List.of(input));
    }

    @Override
    public String maxPool(MaxPool layer) {
      return graph.node(
          "MaxPool",
          path,
          List.of(input),
          square("kernel_shape", layer.size()),
          square("strides", layer.stride()),
          around(layer.padding()));
    }

    @Override
    public String averagePool(AveragePool layer) {
      return graph.node(
          "AveragePool",
          path,
          List.of(input),
          square("kernel_shape", layer.size()),
          square("strides", layer.stride()),
          around(layer.padding()),
          new OnnxAttribute.Whole("count_include_pad", layer.countIncludePad() ? 1 : 0));
    }

    /**
     * ONNX has no such operator: a product with one matrix for the rows and one for the columns.
     */
    @Override
    public String adaptiveAveragePool(AdaptiveAveragePool layer) {
      String rows = constant("rows", OnnxShares.of(layer.height(), shape.get(1)));
      String columns = constant("columns", OnnxShares.transposed(layer.width(), shape.get(2)));
      String high = graph.node("MatMul", path + ".high", List.of(rows, input));
      return graph.node("MatMul", path, List.of(high, columns));
    }

    @Override
    public String leakyRelu(LeakyRelu layer) {
      return graph.node(
          "LeakyRelu",
          path,
          List.of(input),
          new OnnxAttribute.Real("alpha", (float) layer.negativeSlope()));
    }

    /** {@code x / 2 * (1 + erf(x / sqrt(2)))}. */
    @Override
    public String gelu(Gelu layer) {
      String root = constant("root", StoredTensor.ofFloats(new long[0], (float) Math.sqrt(2)));
      String scaled = graph.node("Div", path + ".scaled", List.of(input, root));
      String error = graph.node("Erf", path + ".error", List.of(scaled));
      String one = constant("one", StoredTensor.ofFloats(new long[0], 1));
      String share = graph.node("Add", path + ".share", List.of(error, one));
      String half = constant("half", StoredTensor.ofFloats(new long[0], 0.5f));
      String halved = graph.node("Mul", path + ".halved", List.of(input, half));
      return graph.node("Mul", path, List.of(halved, share));
    }

    @Override
    public String silu(Silu layer) {
      String share = graph.node("Sigmoid", path + ".share", List.of(input));
      return graph.node("Mul", path, List.of(input, share));
    }

    @Override
    public String globalAveragePool(GlobalAveragePool layer) {
      String means = graph.node("GlobalAveragePool", path + ".means", List.of(input));
      return graph.node("Flatten", path, List.of(means));
    }

    @Override
    public String batchNorm(BatchNorm layer) {
      return graph.node(
          "BatchNormalization",
          path,
          List.of(
              input,
              parameter("weight"),
              parameter("bias"),
              parameter("running_mean"),
              parameter("running_var")),
          new OnnxAttribute.Real("epsilon", (float) layer.epsilon()));
    }

    @Override
    public String flatten(Flatten layer) {
      return graph.node("Flatten", path, List.of(input));
    }

    /** Active in training only. */
    @Override
    public String dropout(Dropout layer) {
      return input;
    }

    @Override
    public String normalize(Normalize layer) {
      String centred =
          graph.node("Sub", path + ".centred", List.of(input, perChannel("mean", layer.mean())));
      return graph.node("Div", path, List.of(centred, perChannel("std", layer.std())));
    }

    @Override
    public String standardize(Standardize layer) {
      return statistics().standardized(input, shape);
    }

    @Override
    public String layerNorm(LayerNorm layer) {
      return statistics()
          .layerNorm(input, shape.size(), parameter("weight"), parameter("bias"), layer.epsilon());
    }

    @Override
    public String groupNorm(GroupNorm layer) {
      return statistics().groupNorm(input, shape, layer, parameter("weight"), parameter("bias"));
    }

    @Override
    public String residual(Residual layer) {
      String main = add(path + ".main", layer.main(), input);
      String shortcut = add(path + ".shortcut", layer.shortcut(), input);
      return graph.node("Add", path, List.of(main, shortcut));
    }

    @Override
    public String concatenate(Concatenate layer) {
      List<String> ends = new ArrayList<>();
      for (List<Layer> branch : layer.branches()) {
        ends.add(add(path + "." + Concatenate.branchName(ends.size()), branch, input));
      }
      return graph.node("Concat", path, ends, new OnnxAttribute.Whole("axis", 1));
    }

    private OnnxStatistics statistics() {
      return new OnnxStatistics(graph, path);
    }

    private String constant(String name, StoredTensor tensor) {
      return graph.constant(parameter(name), tensor);
    }

    private List<String> withParameters(boolean bias) {
      List<String> inputs = new ArrayList<>(List.of(input, parameter("weight")));
      if (bias) {
        inputs.add(parameter("bias"));
      }
      return inputs;
    }

    private String parameter(String name) {
      return path + "." + name;
    }

    /** {@code [1, C, 1, 1]} for images, {@code [1, D]} for rows. */
    private String perChannel(String name, List<Double> values) {
      List<Long> sizes = new ArrayList<>(List.of(1L, (long) values.size()));
      sizes.addAll(Collections.nCopies(shape.size() - 1, 1L));
      float[] elements = new float[values.size()];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = values.get(i).floatValue();
      }
      long[] dimensions = sizes.stream().mapToLong(Long::longValue).toArray();
      return graph.constant(parameter(name), StoredTensor.ofFloats(dimensions, elements));
    }

    private static OnnxAttribute around(int padding) {
      return OnnxAttribute.Wholes.of("pads", padding, padding, padding, padding);
    }

    private static OnnxAttribute square(String name, int side) {
      return OnnxAttribute.Wholes.of(name, side, side);
    }
  }
}
