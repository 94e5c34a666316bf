package org.widemargin.network;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.torch.Functions;
import org.widemargin.torch.Tensors;

/** Runs layers on values: the forward pass. */
final class LayerInterpreter {
  private final Map<String, Tensor> tensors;
  private final Mode mode;

  LayerInterpreter(Map<String, Tensor> tensors, Mode mode) {
    this.tensors = tensors;
    this.mode = mode;
  }

  /** Runs a sequence of layers whose parameters' names start with the prefix. */
  Tensor run(String prefix, List<Layer> layers, Tensor input) {
    Tensor value = input;
    for (Map.Entry<String, Layer> entry : NetworkPlan.paths(prefix, layers).entrySet()) {
      value = entry.getValue().match(new Step(entry.getKey(), value));
    }
    return value;
  }

  private final class Step implements Layer.Cases<Tensor> {
    private final String path;
    private final Tensor input;

    Step(String path, Tensor input) {
      this.path = path;
      this.input = input;
    }

    @Override
    public Tensor convolution(Layer.Convolution layer) {
      Tensor output =
          Functions.convolution(
              Tensors.channelsLast(input),
              parameter("weight"),
              layer.bias() ? parameter("bias") : null,
              layer.stride(),
              layer.padding());
      // One input channel gives a contiguous result; the layers after it want channels last.
      return Tensors.channelsLast(output);
    }

    @Override
    public Tensor linear(Layer.Linear layer) {
      return Functions.linear(input, parameter("weight"), layer.bias() ? parameter("bias") : null);
    }

    @Override
    public Tensor relu(Layer.Relu layer) {
      return input.relu();
    }

    @Override
    public Tensor maxPool(Layer.MaxPool layer) {
      return Functions.maxPool(input, layer.size(), layer.stride());
    }

    @Override
    public Tensor averagePool(Layer.AveragePool layer) {
      return Functions.averagePool(input, layer.size(), layer.stride());
    }

    @Override
    public Tensor globalAveragePool(Layer.GlobalAveragePool layer) {
      return Functions.globalAveragePool(input);
    }

    @Override
    public Tensor batchNorm(Layer.BatchNorm layer) {
      return Functions.batchNorm(
          input,
          parameter("weight"),
          parameter("bias"),
          parameter("running_mean"),
          parameter("running_var"),
          mode == Mode.TRAINING,
          layer.momentum(),
          layer.epsilon());
    }

    @Override
    public Tensor flatten(Layer.Flatten layer) {
      return input.flatten(1, -1);
    }

    @Override
    public Tensor dropout(Layer.Dropout layer) {
      return mode == Mode.TRAINING ? Functions.dropout(input, layer.probability()) : input;
    }

    @Override
    public Tensor normalize(Layer.Normalize layer) {
      Tensor mean = perChannel(layer.mean());
      Tensor std = perChannel(layer.std());
      return input.sub(mean).div(std);
    }

    @Override
    public Tensor residual(Layer.Residual layer) {
      Tensor main = run(path + ".main", layer.main(), input);
      Tensor shortcut = run(path + ".shortcut", layer.shortcut(), input);
      return main.add(shortcut);
    }

    private Tensor parameter(String name) {
      @Nullable Tensor tensor = tensors.get(path + "." + name);
      return Objects.requireNonNull(tensor, path);
    }

    private Tensor perChannel(List<Double> values) {
      long[] shape = new long[Math.toIntExact(input.dim()) - 1];
      java.util.Arrays.fill(shape, 1);
      shape[0] = values.size();
      double[] elements = values.stream().mapToDouble(Double::doubleValue).toArray();
      return Tensors.toTypeOf(Tensors.of(elements, shape), input);
    }
  }
}
