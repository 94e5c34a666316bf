package org.widemargin.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
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
import org.widemargin.network.Activations;
import org.widemargin.network.Block;
import org.widemargin.network.Network;
import org.widemargin.torch.Functions;
import org.widemargin.torch.Tensors;

/**
 * A network's forward pass in training as a chain of the library's layers, each as it is called and
 * in the order in which it is written, tensors in row-major order: how ports run it. For
 * comparison.
 */
final class PlainNetwork {
  private final Network network;

  PlainNetwork(Network network) {
    this.network = network;
  }

  /** Activations that know neither a way back of their own nor how to be entered. */
  Activations forward(Tensor input) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    Tensor value = input;
    values.put(Activations.INPUT, value);
    for (Block block : network.spec().blocks()) {
      value = run(block.name(), block.layers(), value);
      values.put(block.name(), value);
    }
    return new Activations(values, null, null);
  }

  private Tensor run(String prefix, List<Layer> layers, Tensor input) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    Tensor value = input;
    for (Layer layer : layers) {
      int count = counts.merge(layer.kind(), 1, Integer::sum);
      String path = prefix + "." + layer.kind() + (count == 1 ? "" : count);
      value = new Step(path, value).of(layer);
    }
    return value;
  }

  private final class Step implements LayerCases<Tensor> {
    private final String path;
    private final Tensor input;

    Step(String path, Tensor input) {
      this.path = path;
      this.input = input;
    }

    @Override
    public Tensor convolution(Convolution layer) {
      return Functions.convolution(
          rowMajor(input),
          rowMajor(parameter("weight")),
          layer.bias() ? parameter("bias") : null,
          layer.stride(),
          layer.padding());
    }

    @Override
    public Tensor linear(Linear layer) {
      @Nullable Tensor bias = layer.bias() ? parameter("bias") : null;
      return Functions.linear(input, parameter("weight"), bias);
    }

    @Override
    public Tensor relu(Relu layer) {
      return input.relu();
    }

    @Override
    public Tensor maxPool(MaxPool layer) {
      return Functions.maxPool(input, layer.size(), layer.stride());
    }

    @Override
    public Tensor averagePool(AveragePool layer) {
      return Functions.averagePool(input, layer.size(), layer.stride());
    }

    @Override
    public Tensor globalAveragePool(GlobalAveragePool layer) {
      return Functions.globalAveragePool(input);
    }

    @Override
    public Tensor batchNorm(BatchNorm layer) {
      return Functions.batchNorm(
          input,
          parameter("weight"),
          parameter("bias"),
          parameter("running_mean"),
          parameter("running_var"),
          true,
          layer.momentum(),
          layer.epsilon());
    }

    @Override
    public Tensor flatten(Flatten layer) {
      return input.flatten(1, -1);
    }

    @Override
    public Tensor dropout(Dropout layer) {
      return Functions.dropout(input, layer.probability()).values();
    }

    @Override
    public Tensor normalize(Normalize layer) {
      return input
          .sub(Tensors.perChannel(layer.mean(), input))
          .div(Tensors.perChannel(layer.std(), input));
    }

    @Override
    public Tensor standardize(Standardize layer) {
      return Functions.standardize(input).values();
    }

    @Override
    public Tensor residual(Residual layer) {
      Tensor main = run(path + ".main", layer.main(), input);
      return main.add(run(path + ".shortcut", layer.shortcut(), input));
    }

    /** As the library makes tensors if it is not asked otherwise. */
    private static Tensor rowMajor(Tensor tensor) {
      // Strides along a dimension of one element could still say otherwise.
      return tensor.contiguous().view(Tensors.shape(tensor));
    }

    private Tensor parameter(String name) {
      return Objects.requireNonNull(network.state().get(path + "." + name), path);
    }
  }
}
