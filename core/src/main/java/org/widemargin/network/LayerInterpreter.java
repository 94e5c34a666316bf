package org.widemargin.network;

import java.util.ArrayList;
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
import org.widemargin.torch.Functions;
import org.widemargin.torch.Functions.BatchNormalised;
import org.widemargin.torch.Functions.Dropped;
import org.widemargin.torch.Functions.MaxPooled;
import org.widemargin.torch.Functions.Standardized;
import org.widemargin.torch.Tensors;

/** Runs layers on values: the forward pass. Each layer leaves a {@linkplain LayerTrace trace}. */
final class LayerInterpreter {
  private final Map<String, Tensor> tensors;
  private final Mode mode;

  LayerInterpreter(Map<String, Tensor> tensors, Mode mode) {
    this.tensors = tensors;
    this.mode = mode;
  }

  /**
   * Runs a sequence of layers.
   *
   * @param layers by the prefix of their parameters' names, in order
   * @param input {@code [N, ...]}
   * @param traces receives one for each layer, in the order in which they ran
   * @return the last one's output
   */
  Tensor run(Map<String, Layer> layers, Tensor input, List<LayerTrace> traces) {
    Tensor value = input;
    for (Map.Entry<String, Layer> entry : cheapestOrder(layers)) {
      Step step = new Step(entry.getKey(), value);
      Tensor output = step.of(entry.getValue());
      traces.add(step.trace(entry.getValue(), output));
      value = output;
    }
    return value;
  }

  /**
   * Max-pooling goes before a rectifier: both orders are the same function with the same gradient,
   * since neither changes which element of a window comes first among the largest, and then the
   * rectifier sees only those.
   */
  private static List<Map.Entry<String, Layer>> cheapestOrder(Map<String, Layer> layers) {
    List<Map.Entry<String, Layer>> order = new ArrayList<>(layers.entrySet());
    for (int i = 1; i < order.size(); i++) {
      if (order.get(i).getValue() instanceof MaxPool
          && order.get(i - 1).getValue() instanceof Relu) {
        order.add(i - 1, order.remove(i));
      }
    }
    return order;
  }

  private final class Step implements LayerCases<Tensor> {
    private final String path;
    private final Tensor input;
    private final List<LayerTrace> main = new ArrayList<>();
    private final List<LayerTrace> shortcut = new ArrayList<>();
    private @Nullable Tensor choice;

    Step(String path, Tensor input) {
      this.path = path;
      this.input = input;
    }

    LayerTrace trace(Layer layer, Tensor output) {
      return new LayerTrace(path, layer, Tensors.shape(input), output, choice, main, shortcut);
    }

    @Override
    public Tensor convolution(Convolution layer) {
      Tensor weight = parameter("weight");
      @Nullable Tensor bias = layer.bias() ? parameter("bias") : null;
      return Tensors.channelsLast(
          Functions.convolution(
              Tensors.channelsLast(input), weight, bias, layer.stride(), layer.padding()));
    }

    @Override
    public Tensor linear(Linear layer) {
      return Functions.linear(input, parameter("weight"), layer.bias() ? parameter("bias") : null);
    }

    @Override
    public Tensor relu(Relu layer) {
      return input.relu();
    }

    @Override
    public Tensor maxPool(MaxPool layer) {
      MaxPooled pooled = Functions.maxPoolWithIndices(input, layer.size(), layer.stride());
      choice = pooled.indices();
      return pooled.values();
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
      if (mode == Mode.INFERENCE) {
        return Functions.batchNorm(
            input,
            parameter("weight"),
            parameter("bias"),
            parameter("running_mean"),
            parameter("running_var"),
            false,
            layer.momentum(),
            layer.epsilon());
      }
      BatchNormalised normalised =
          Functions.batchNormWithStatistics(
              input,
              parameter("weight"),
              parameter("bias"),
              parameter("running_mean"),
              parameter("running_var"),
              layer.momentum(),
              layer.epsilon());
      choice = normalised.inverseDeviation();
      return normalised.values();
    }

    @Override
    public Tensor flatten(Flatten layer) {
      return input.flatten(1, -1);
    }

    @Override
    public Tensor dropout(Dropout layer) {
      if (mode == Mode.INFERENCE) {
        return input;
      }
      Dropped dropped = Functions.dropout(input, layer.probability());
      choice = dropped.kept();
      return dropped.values();
    }

    @Override
    public Tensor normalize(Normalize layer) {
      Tensor mean = Tensors.perChannel(layer.mean(), input);
      Tensor std = Tensors.perChannel(layer.std(), input);
      return input.sub(mean).div(std);
    }

    @Override
    public Tensor standardize(Standardize layer) {
      Standardized standardized = Functions.standardize(input);
      choice = standardized.variance();
      return standardized.values();
    }

    @Override
    public Tensor residual(Residual layer) {
      Tensor mainEnd = branch("main", layer.main(), main);
      Tensor shortcutEnd = branch("shortcut", layer.shortcut(), shortcut);
      return mainEnd.add(shortcutEnd);
    }

    private Tensor branch(String name, List<Layer> layers, List<LayerTrace> traces) {
      return run(NetworkPlan.paths(path + "." + name, layers), input, traces);
    }

    private Tensor parameter(String name) {
      @Nullable Tensor tensor = tensors.get(path + "." + name);
      return Objects.requireNonNull(tensor, path);
    }
  }
}
