package org.widemargin.network;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.widemargin.layer.AveragePool;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Dropout;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.GlobalAveragePool;
import org.widemargin.layer.Layer;
import org.widemargin.layer.LayerCases;
import org.widemargin.layer.Linear;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Normalize;
import org.widemargin.layer.Relu;
import org.widemargin.layer.Residual;
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
    int height =
        positions("convolution", shape[1], layer.kernel(), layer.stride(), layer.padding());
    int width = positions("convolution", shape[2], layer.kernel(), layer.stride(), layer.padding());
    int fanIn =
        Sizes.product("convolution, inputs of a unit", shape[0], layer.kernel(), layer.kernel());
    List<ParameterSpec> parameters = new ArrayList<>();
    parameters.add(
        parameter(
            "weight",
            Role.WEIGHT,
            fanIn,
            layer.channels(),
            shape[0],
            layer.kernel(),
            layer.kernel()));
    if (layer.bias()) {
      parameters.add(parameter("bias", Role.BIAS, fanIn, layer.channels()));
    }
    int[] output = {layer.channels(), height, width};
    long multiplyAdds = (long) Sizes.product("convolution, output", output) * fanIn;
    return new LayerCost(output, parameters, multiplyAdds);
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
    return pool("max-pool", layer.size(), layer.stride());
  }

  @Override
  public LayerCost averagePool(AveragePool layer) {
    return pool("average-pool", layer.size(), layer.stride());
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

  private LayerCost pool(String kind, int size, int stride) {
    requireImage(kind, shape);
    return LayerCost.free(
        shape[0],
        positions(kind, shape[1], size, stride, 0),
        positions(kind, shape[2], size, stride, 0));
  }

  private static void requireImage(String kind, int[] shape) {
    require(
        shape.length == 3,
        "%s: expected an input of shape [channels, height, width], found %s",
        kind,
        Arrays.toString(shape));
  }

  private static int positions(String kind, int length, int window, int stride, int padding) {
    long padded = length + 2L * padding;
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
