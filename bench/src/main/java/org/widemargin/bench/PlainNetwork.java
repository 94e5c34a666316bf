package org.widemargin.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
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
import org.widemargin.layer.Padding;
import org.widemargin.layer.Relu;
import org.widemargin.layer.Residual;
import org.widemargin.layer.Silu;
import org.widemargin.layer.Standardize;
import org.widemargin.network.Activations;
import org.widemargin.network.Block;
import org.widemargin.network.Network;
import org.widemargin.torch.ConvolutionGeometry;
import org.widemargin.torch.Convolutions;
import org.widemargin.torch.Functions;
import org.widemargin.torch.Nonlinearities;
import org.widemargin.torch.Pooling;
import org.widemargin.torch.PoolingWindow;
import org.widemargin.torch.SampleNormalisations;
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
      Padding padding = layer.padding();
      return Convolutions.convolution(
          rowMajor(input),
          rowMajor(parameter("weight")),
          layer.bias() ? parameter("bias") : null,
          new ConvolutionGeometry(
              layer.stride(),
              padding.top(),
              padding.bottom(),
              padding.left(),
              padding.right(),
              layer.dilation(),
              layer.groups()));
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
      return Pooling.max(input, new PoolingWindow(layer.size(), layer.stride(), layer.padding()));
    }

    @Override
    public Tensor averagePool(AveragePool layer) {
      return Pooling.average(
          input,
          new PoolingWindow(layer.size(), layer.stride(), layer.padding()),
          layer.countIncludePad());
    }

    @Override
    public Tensor globalAveragePool(GlobalAveragePool layer) {
      return Pooling.globalAverage(input);
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

    @Override
    public Tensor concatenate(Concatenate layer) {
      List<Tensor> ends = new ArrayList<>();
      for (List<Layer> branch : layer.branches()) {
        ends.add(run(path + ".branch" + (ends.size() + 1), branch, input));
      }
      return Tensors.concatenate(ends, 1);
    }

    @Override
    public Tensor adaptiveAveragePool(AdaptiveAveragePool layer) {
      return Pooling.adaptiveAverage(input, layer.height(), layer.width());
    }

    @Override
    public Tensor gelu(Gelu layer) {
      return Nonlinearities.gelu(input);
    }

    @Override
    public Tensor silu(Silu layer) {
      return Nonlinearities.silu(input);
    }

    @Override
    public Tensor leakyRelu(LeakyRelu layer) {
      return Nonlinearities.leakyRelu(input, layer.negativeSlope());
    }

    @Override
    public Tensor layerNorm(LayerNorm layer) {
      return SampleNormalisations.layerNorm(
              input, parameter("weight"), parameter("bias"), layer.epsilon())
          .values();
    }

    @Override
    public Tensor groupNorm(GroupNorm layer) {
      return SampleNormalisations.groupNorm(
              input, parameter("weight"), parameter("bias"), layer.groups(), layer.epsilon())
          .values();
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
