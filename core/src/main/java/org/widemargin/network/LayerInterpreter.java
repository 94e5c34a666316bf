package org.widemargin.network;

import java.util.ArrayList;
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
import org.widemargin.layer.Relu;
import org.widemargin.layer.Residual;
import org.widemargin.layer.Silu;
import org.widemargin.layer.Standardize;
import org.widemargin.torch.Convolutions;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Functions;
import org.widemargin.torch.Functions.BatchNormalised;
import org.widemargin.torch.Functions.Dropped;
import org.widemargin.torch.Functions.Standardized;
import org.widemargin.torch.Nonlinearities;
import org.widemargin.torch.Pooling;
import org.widemargin.torch.Pooling.MaxPooled;
import org.widemargin.torch.SampleNormalisations;
import org.widemargin.torch.SampleNormalisations.Normalised;
import org.widemargin.torch.Tensors;

/** Runs layers on values: the forward pass. Each layer leaves a {@linkplain LayerTrace trace}. */
final class LayerInterpreter {
  private final Map<String, Tensor> tensors;
  private final Mode mode;
  private final @Nullable BatchMean batchMean;

  LayerInterpreter(Map<String, Tensor> tensors, Mode mode) {
    this(tensors, mode, null);
  }

  /** Of a pass over a part of a batch, whose statistics are those of the whole; or of all of it. */
  LayerInterpreter(Map<String, Tensor> tensors, Mode mode, @Nullable BatchMean batchMean) {
    this.tensors = tensors;
    this.mode = mode;
    this.batchMean = batchMean;
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
    private final List<Tensor> kept = new ArrayList<>();
    private final List<List<LayerTrace>> branches = new ArrayList<>();

    Step(String path, Tensor input) {
      this.path = path;
      this.input = input;
    }

    LayerTrace trace(Layer layer, Tensor output) {
      return new LayerTrace(path, layer, Tensors.shape(input), output, kept, branches);
    }

    @Override
    public Tensor convolution(Convolution layer) {
      Tensor weight = parameter("weight");
      @Nullable Tensor bias = layer.bias() ? parameter("bias") : null;
      return Tensors.channelsLast(
          Convolutions.convolution(Tensors.channelsLast(input), weight, bias, Geometry.of(layer)));
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
      MaxPooled pooled = Pooling.maxWithIndices(input, Geometry.of(layer));
      kept.add(pooled.indices());
      return pooled.values();
    }

    @Override
    public Tensor averagePool(AveragePool layer) {
      return Pooling.average(input, Geometry.of(layer), layer.countIncludePad());
    }

    @Override
    public Tensor globalAveragePool(GlobalAveragePool layer) {
      return Pooling.globalAverage(input);
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
          batchMean == null
              ? Functions.batchNormWithStatistics(
                  input,
                  parameter("weight"),
                  parameter("bias"),
                  parameter("running_mean"),
                  parameter("running_var"),
                  layer.momentum(),
                  layer.epsilon())
              : Functions.batchNormOver(
                  input,
                  parameter("weight"),
                  parameter("bias"),
                  parameter("running_mean"),
                  parameter("running_var"),
                  layer.momentum(),
                  layer.epsilon(),
                  batchMean::of,
                  batchMean.samples());
      kept.add(normalised.inverseDeviation());
      kept.add(input);
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
      kept.add(dropped.kept());
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
      kept.add(standardized.variance());
      return standardized.values();
    }

    @Override
    public Tensor adaptiveAveragePool(AdaptiveAveragePool layer) {
      return Pooling.adaptiveAverage(input, layer.height(), layer.width());
    }

    @Override
    public Tensor gelu(Gelu layer) {
      kept.add(input);
      return Nonlinearities.gelu(input);
    }

    @Override
    public Tensor silu(Silu layer) {
      kept.add(input);
      return Nonlinearities.silu(input);
    }

    @Override
    public Tensor leakyRelu(LeakyRelu layer) {
      kept.add(input);
      return Nonlinearities.leakyRelu(input, layer.negativeSlope());
    }

    @Override
    public Tensor layerNorm(LayerNorm layer) {
      Tensor weight = parameter("weight");
      return normalised(
          SampleNormalisations.layerNorm(
              ElementTypes.typeAs(input, weight), weight, parameter("bias"), layer.epsilon()));
    }

    @Override
    public Tensor groupNorm(GroupNorm layer) {
      Tensor weight = parameter("weight");
      return normalised(
          SampleNormalisations.groupNorm(
              ElementTypes.typeAs(input, weight),
              weight,
              parameter("bias"),
              layer.groups(),
              layer.epsilon()));
    }

    private Tensor normalised(Normalised found) {
      kept.addAll(List.of(input, found.mean(), found.inverseDeviation()));
      return Tensors.channelsLast(ElementTypes.typeAs(found.values(), input));
    }

    @Override
    public Tensor residual(Residual layer) {
      Tensor main = branch("main", layer.main());
      Tensor shortcut = branch("shortcut", layer.shortcut());
      return main.add(shortcut);
    }

    @Override
    public Tensor concatenate(Concatenate layer) {
      List<Tensor> ends = new ArrayList<>();
      for (List<Layer> branch : layer.branches()) {
        ends.add(branch(Concatenate.branchName(ends.size()), branch));
      }
      return Tensors.channelsLast(Tensors.concatenate(ends, 1));
    }

    private Tensor branch(String name, List<Layer> layers) {
      List<LayerTrace> traces = new ArrayList<>();
      branches.add(traces);
      return run(LayerPaths.of(path + "." + name, layers), input, traces);
    }

    private Tensor parameter(String name) {
      @Nullable Tensor tensor = tensors.get(path + "." + name);
      return Objects.requireNonNull(tensor, path);
    }
  }
}
