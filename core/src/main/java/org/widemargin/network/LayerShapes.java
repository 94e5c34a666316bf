package org.widemargin.network;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.widemargin.layer.KernelSize;
import org.widemargin.layer.Layer;
import org.widemargin.layer.LayerCases;
import org.widemargin.layer.LayerNorm;
import org.widemargin.layer.LeakyRelu;
import org.widemargin.layer.Linear;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Normalize;
import org.widemargin.layer.Padding;
import org.widemargin.layer.Relu;
import org.widemargin.layer.Residual;
import org.widemargin.layer.Silu;
import org.widemargin.layer.Standardize;
import org.widemargin.network.ParameterSpec.Role;

/** The output shape, parameters and cost of a layer for a given input shape. */
final class LayerShapes implements LayerCases<LayerCost> {
  /** Walks the layers inside a layer. */
  @FunctionalInterface
  interface Branches {
    /** Gives the shape at the end of a branch that begins with the given shape. */
    int[] shapeAfter(String path, List<Layer> layers, int[] from);
  }

  private final String path;
  private final int[] shape;
  private final Branches branches;

  LayerShapes(String path, int[] shape, Branches branches) {
    this.path = path;
    this.shape = shape;
    this.branches = branches;
  }

  @Override
  public LayerCost convolution(Convolution layer) {
    requireImage("convolution", shape);
    requireGroups("convolution", layer.groups());
    Padding padding = layer.padding();
    KernelSize kernel = layer.kernel();
    int inputs = shape[0] / layer.groups();
    long height = shape[1] + (long) padding.top() + padding.bottom();
    long width = shape[2] + (long) padding.left() + padding.right();
    int[] output = {
      layer.channels(),
      positions("convolution", height, reach(kernel.height(), layer.dilation()), layer.stride()),
      positions("convolution", width, reach(kernel.width(), layer.dilation()), layer.stride())
    };
    if (!padding.isSymmetric()) {
      Sizes.product(
          "convolution, padded input",
          shape[0],
          (int) Math.min(height, Integer.MAX_VALUE),
          (int) Math.min(width, Integer.MAX_VALUE));
    }
    int fanIn =
        Sizes.product("convolution, inputs of a unit", inputs, kernel.height(), kernel.width());
    List<ParameterSpec> parameters = new ArrayList<>();
    parameters.add(
        parameter(
            "weight",
            Role.WEIGHT,
            fanIn,
            layer.channels(),
            inputs,
            kernel.height(),
            kernel.width()));
    if (layer.bias()) {
      parameters.add(parameter("bias", Role.BIAS, fanIn, layer.channels()));
    }
    long multiplyAdds = (long) Sizes.product("convolution, output", output) * fanIn;
    return new LayerCost(output, parameters, multiplyAdds);
  }

  /** From a kernel's first tap to its last, both included. */
  private static long reach(int taps, int dilation) {
    return (long) dilation * (taps - 1) + 1;
  }

  @Override
  public LayerCost linear(Linear layer) {
    require(
        shape.length == 1,
        "linear: expected an input of shape [features], found %s; add a flatten layer before it",
        Arrays.toString(shape));
    List<ParameterSpec> parameters = new ArrayList<>();
    parameters.add(parameter("weight", Role.WEIGHT, shape[0], layer.features(), shape[0]));
    if (layer.bias()) {
      parameters.add(parameter("bias", Role.BIAS, shape[0], layer.features()));
    }
    return new LayerCost(
        new int[] {layer.features()}, parameters, (long) layer.features() * shape[0]);
  }

  @Override
  public LayerCost relu(Relu layer) {
    return LayerCost.free(shape);
  }

  @Override
  public LayerCost maxPool(MaxPool layer) {
    return pool("max-pool", layer.size(), layer.stride(), layer.padding());
  }

  @Override
  public LayerCost averagePool(AveragePool layer) {
    return pool("average-pool", layer.size(), layer.stride(), layer.padding());
  }

  @Override
  public LayerCost globalAveragePool(GlobalAveragePool layer) {
    requireImage("global-average-pool", shape);
    return LayerCost.free(shape[0]);
  }

  @Override
  public LayerCost batchNorm(BatchNorm layer) {
    List<ParameterSpec> parameters =
        List.of(
            parameter("weight", Role.SCALE, 0, shape[0]),
            parameter("bias", Role.BIAS, 0, shape[0]),
            parameter("running_mean", Role.RUNNING_MEAN, 0, shape[0]),
            parameter("running_var", Role.RUNNING_VARIANCE, 0, shape[0]));
    return new LayerCost(shape, parameters, 0);
  }

  @Override
  public LayerCost flatten(Flatten layer) {
    return LayerCost.free(Sizes.product("flatten", shape));
  }

  @Override
  public LayerCost dropout(Dropout layer) {
    return LayerCost.free(shape);
  }

  @Override
  public LayerCost normalize(Normalize layer) {
    require(
        layer.mean().size() == shape[0],
        "normalize: expected one mean for each of %d channels, found %d",
        shape[0],
        layer.mean().size());
    return LayerCost.free(shape);
  }

  @Override
  public LayerCost standardize(Standardize layer) {
    requireSpread("standardize", 1);
    return LayerCost.free(shape);
  }

  @Override
  public LayerCost residual(Residual layer) {
    int[] main = branches.shapeAfter(path + ".main", layer.main(), shape);
    int[] shortcut = branches.shapeAfter(path + ".shortcut", layer.shortcut(), shape);
    require(
        Arrays.equals(main, shortcut),
        "residual: expected both branches to end in the same shape, found %s and %s",
        Arrays.toString(main),
        Arrays.toString(shortcut));
    return LayerCost.free(main);
  }

  @Override
  public LayerCost concatenate(Concatenate layer) {
    List<int[]> ends = new ArrayList<>();
    for (List<Layer> branch : layer.branches()) {
      String name = path + "." + Concatenate.branchName(ends.size());
      ends.add(branches.shapeAfter(name, branch, shape));
    }
    int[] output = ends.get(0).clone();
    for (int[] end : ends.subList(1, ends.size())) {
      require(
          end.length == output.length
              && Arrays.equals(end, 1, end.length, output, 1, output.length),
          "concatenate: expected branches to end in shapes that differ in their channels only,"
              + " found %s and %s",
          Arrays.toString(ends.get(0)),
          Arrays.toString(end));
      output[0] = (int) Math.min((long) output[0] + end[0], Integer.MAX_VALUE);
    }
    Sizes.product("concatenate", output);
    return LayerCost.free(output);
  }

  @Override
  public LayerCost adaptiveAveragePool(AdaptiveAveragePool layer) {
    requireImage("adaptive-average-pool", shape);
    int[] output = {shape[0], layer.height(), layer.width()};
    Sizes.product("adaptive-average-pool, output", output);
    return LayerCost.free(output);
  }

  @Override
  public LayerCost gelu(Gelu layer) {
    return LayerCost.free(shape);
  }

  @Override
  public LayerCost silu(Silu layer) {
    return LayerCost.free(shape);
  }

  @Override
  public LayerCost leakyRelu(LeakyRelu layer) {
    return LayerCost.free(shape);
  }

  @Override
  public LayerCost layerNorm(LayerNorm layer) {
    requireSpread("layer-norm", 1);
    Integer[] sizes = Arrays.stream(shape).boxed().toArray(Integer[]::new);
    return new LayerCost(shape, factorAndBias(sizes), 0);
  }

  @Override
  public LayerCost groupNorm(GroupNorm layer) {
    requireGroups("group-norm", layer.groups());
    requireSpread("group-norm", layer.groups());
    return new LayerCost(shape, factorAndBias(shape[0]), 0);
  }

  private List<ParameterSpec> factorAndBias(Integer... sizes) {
    return List.of(
        parameter("weight", Role.SCALE, 0, sizes), parameter("bias", Role.BIAS, 0, sizes));
  }

  /** One element alone is its own mean: what came of it would be the same for every sample. */
  private void requireSpread(String kind, int groups) {
    require(
        Sizes.product(kind, shape) / groups >= 2,
        "%s: expected at least 2 elements to standardise together, found 1 (input of shape %s)",
        kind,
        Arrays.toString(shape));
  }

  private void requireGroups(String kind, int groups) {
    require(
        shape[0] % groups == 0,
        "%s: expected groups that divide the input's %d channels evenly, found %d",
        kind,
        shape[0],
        groups);
  }

  private LayerCost pool(String kind, int size, int stride, int padding) {
    requireImage(kind, shape);
    return LayerCost.free(
        shape[0],
        positions(kind, shape[1] + 2L * padding, size, stride),
        positions(kind, shape[2] + 2L * padding, size, stride));
  }

  private static void requireImage(String kind, int[] shape) {
    require(
        shape.length == 3,
        "%s: expected an input of shape [channels, height, width], found %s",
        kind,
        Arrays.toString(shape));
  }

  private static int positions(String kind, long padded, long window, int stride) {
    require(
        padded >= window,
        "%s: expected an input of at least %d pixels, found %d (padding included)",
        kind,
        window,
        padded);
    long positions = (padded - window) / stride + 1;
    require(
        positions <= Sizes.MOST_ELEMENTS,
        "%s: expected at most %d elements along a side, found %d",
        kind,
        Sizes.MOST_ELEMENTS,
        positions);
    return (int) positions;
  }

  private ParameterSpec parameter(String name, Role role, int fanIn, Integer... sizes) {
    Sizes.product(path + "." + name, Arrays.stream(sizes).mapToInt(Integer::intValue).toArray());
    return new ParameterSpec(path + "." + name, List.of(sizes), role, fanIn);
  }
}
