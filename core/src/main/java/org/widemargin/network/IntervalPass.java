package org.widemargin.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;
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
import org.widemargin.torch.Functions;
import org.widemargin.torch.Nonlinearities;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerChannel;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Pooling;
import org.widemargin.torch.Tensors;

/**
 * Runs layers on ranges instead of values, without dropout (Gowal et al., 2019, "Scalable Verified
 * Training for Provably Robust Image Classification"): every product twice, the centre with the
 * weights and the radius with their magnitudes. It is differentiable in the weights, for training;
 * package {@code certify} has the bounds that proofs are made of, which mind rounding.
 */
final class IntervalPass {
  private final Map<String, Tensor> tensors;
  private final Map<String, Tensor> normalised;

  /**
   * A pass for one set of weights.
   *
   * @param tensors the network's, by name
   * @param normalised for the path of a batch normalisation, the values of samples that it takes
   *     its statistics from, part of the graph (Shi et al., 2021, section 3.2); layers that are not
   *     named take the running ones
   */
  IntervalPass(Map<String, Tensor> tensors, Map<String, Tensor> normalised) {
    this.tensors = tensors;
    this.normalised = normalised;
  }

  /**
   * Bounds the gaps between the label's logit and every other; where the last layer is linear, all
   * of each gap at once instead of two logits by themselves (elision of the last layer, there).
   *
   * @param layers of the whole network, by the prefix of their parameters' names, in order
   * @param input ranges of the input
   * @param labels int64 {@code [N]}
   * @return {@code [N, C]}, 0 at the label
   */
  Tensor leastGaps(Map<String, Layer> layers, Interval input, Tensor labels) {
    Map<String, Layer> below = new LinkedHashMap<>(layers);
    String last = List.copyOf(layers.keySet()).get(layers.size() - 1);
    if (below.remove(last) instanceof Linear linear) {
      Tensor weight = parameter(last, "weight");
      Tensor bias = linear.bias() ? parameter(last, "bias") : null;
      return elided(run(below, input), weight, bias, labels);
    }
    Interval logits = run(layers, input);
    Tensor apart = PerSample.gather(logits.lower(), labels).unsqueeze(1).sub(logits.upper());
    return PerSample.scatter(apart, labels, 0);
  }

  private static Tensor elided(
      Interval values, Tensor weight, @Nullable Tensor bias, Tensor labels) {
    Tensor centres = Functions.linear(values.sum(), Ops.mul(weight, 0.5), bias);
    Tensor apart = PerSample.gather(centres, labels).unsqueeze(1).sub(centres);
    Tensor differences = weight.index_select(0, labels).unsqueeze(1).sub(weight);
    Tensor reach = differences.abs().matmul(values.width().unsqueeze(2)).squeeze(2);
    return Ops.add(apart, reach, -0.5);
  }

  /** A batch normalisation right after weights costs nothing: it is a change of them. */
  private Interval run(Map<String, Layer> layers, Interval input) {
    List<Map.Entry<String, Layer>> order = List.copyOf(layers.entrySet());
    Interval value = input;
    for (int i = 0; i < order.size(); i++) {
      String path = order.get(i).getKey();
      Layer layer = order.get(i).getValue();
      ChannelScale scale = null;
      if ((layer instanceof Convolution || layer instanceof Linear)
          && i + 1 < order.size()
          && order.get(i + 1).getValue() instanceof BatchNorm next) {
        i++;
        scale = scale(order.get(i).getKey(), next);
      }
      value = new Step(path, value, scale).of(layer);
    }
    return value;
  }

  private Tensor parameter(String path, String name) {
    return Objects.requireNonNull(tensors.get(path + "." + name), path);
  }

  private ChannelScale scale(String path, BatchNorm layer) {
    Tensor samples = normalised.get(path);
    PerChannel.Moments moments =
        samples == null
            ? new PerChannel.Moments(
                parameter(path, "running_mean"), parameter(path, "running_var"))
            : PerChannel.moments(samples);
    return ChannelScale.of(layer, moments, parameter(path, "weight"), parameter(path, "bias"));
  }

  private final class Step implements LayerCases<Interval> {
    private final String path;
    private final Interval input;

    /** Of the values that this layer's weights give. */
    private final @Nullable ChannelScale after;

    Step(String path, Interval input, @Nullable ChannelScale after) {
      this.path = path;
      this.input = input;
      this.after = after;
    }

    private Tensor parameter(String name) {
      return IntervalPass.this.parameter(path, name);
    }

    /** Half the weights on sum and width are the weights on centre and radius. */
    private Tensor halfWeight() {
      Tensor weight = parameter("weight");
      return Ops.mul(after == null ? weight : after.ofWeight(weight), 0.5);
    }

    private @Nullable Tensor bias(boolean present) {
      @Nullable Tensor bias = present ? parameter("bias") : null;
      return after == null ? bias : after.ofBias(bias, parameter("weight"));
    }

    @Override
    public Interval convolution(Convolution layer) {
      Tensor half = halfWeight();
      Tensor sum = Tensors.channelsLast(input.sum());
      Tensor width = Tensors.channelsLast(input.width());
      return Interval.around(
          Convolutions.convolution(sum, half, bias(layer.bias()), Geometry.of(layer)),
          Convolutions.convolution(width, half.abs(), null, Geometry.of(layer)));
    }

    @Override
    public Interval linear(Linear layer) {
      Tensor half = halfWeight();
      Tensor bias = bias(layer.bias());
      return Interval.around(
          Functions.linear(input.sum(), half, bias),
          Functions.linear(input.width(), half.abs(), null));
    }

    @Override
    public Interval relu(Relu layer) {
      return input.map(Tensor::relu);
    }

    @Override
    public Interval leakyRelu(LeakyRelu layer) {
      if (layer.negativeSlope() < 0) {
        throw refused(layer, "which falls below 0");
      }
      return input.map(value -> Nonlinearities.leakyRelu(value, layer.negativeSlope()));
    }

    @Override
    public Interval gelu(Gelu layer) {
      return curved(Curve.GELU);
    }

    @Override
    public Interval silu(Silu layer) {
      return curved(Curve.SILU);
    }

    private Interval curved(Curve curve) {
      Tensor atLower = curve.values().apply(input.lower());
      Tensor atUpper = curve.values().apply(input.upper());
      Tensor falling = Ops.ge(input.upper(), curve.lowest()).logical_not();
      Tensor rising = Ops.gt(input.lower(), curve.lowest());
      Tensor ends = atLower.minimum(atUpper);
      Tensor lower =
          Ops.where(
              falling.logical_or(rising), ends, Tensors.fullLike(ends.detach(), curve.least()));
      return new Interval(lower, atLower.maximum(atUpper));
    }

    @Override
    public Interval maxPool(MaxPool layer) {
      return input.map(value -> Pooling.max(value, Geometry.of(layer)));
    }

    @Override
    public Interval averagePool(AveragePool layer) {
      return input.map(
          value -> Pooling.average(value, Geometry.of(layer), layer.countIncludePad()));
    }

    @Override
    public Interval globalAveragePool(GlobalAveragePool layer) {
      return input.map(Pooling::globalAverage);
    }

    @Override
    public Interval adaptiveAveragePool(AdaptiveAveragePool layer) {
      return input.map(value -> Pooling.adaptiveAverage(value, layer.height(), layer.width()));
    }

    @Override
    public Interval batchNorm(BatchNorm layer) {
      ChannelScale scale = scale(path, layer);
      Tensor half = Ops.mul(input.perChannel(scale.factor()), 0.5);
      return Interval.around(
          input.sum().mul(half).add(input.perChannel(scale.shift())),
          input.width().mul(half.abs()));
    }

    @Override
    public Interval normalize(Normalize layer) {
      Tensor mean = Tensors.perChannel(layer.mean(), input.lower());
      Tensor deviation = Tensors.perChannel(layer.std(), input.lower());
      return input.map(value -> value.sub(mean).div(deviation));
    }

    @Override
    public Interval flatten(Flatten layer) {
      return input.map(value -> value.flatten(1, -1));
    }

    /** Nothing is dropped in inference. */
    @Override
    public Interval dropout(Dropout layer) {
      return input;
    }

    @Override
    public Interval residual(Residual layer) {
      Interval main = branch("main", layer.main());
      Interval shortcut = branch("shortcut", layer.shortcut());
      return new Interval(main.lower().add(shortcut.lower()), main.upper().add(shortcut.upper()));
    }

    @Override
    public Interval concatenate(Concatenate layer) {
      List<Interval> ends = new ArrayList<>();
      for (List<Layer> branch : layer.branches()) {
        ends.add(branch(Concatenate.branchName(ends.size()), branch));
      }
      return new Interval(
          Tensors.concatenate(ends.stream().map(Interval::lower).toList(), 1),
          Tensors.concatenate(ends.stream().map(Interval::upper).toList(), 1));
    }

    private Interval branch(String name, List<Layer> layers) {
      return run(LayerPaths.of(path + "." + name, layers), input);
    }

    @Override
    public Interval standardize(Standardize layer) {
      throw refused(layer, NoBound.OWN_DEVIATION);
    }

    @Override
    public Interval layerNorm(LayerNorm layer) {
      throw refused(layer, NoBound.OWN_DEVIATION);
    }

    @Override
    public Interval groupNorm(GroupNorm layer) {
      throw refused(layer, NoBound.OWN_DEVIATION);
    }

    private InputException refused(Layer layer, String why) {
      return NoBound.of(
          path, layer, why, "choose a network without it, such as " + CertifiableNetwork.NAME);
    }
  }
}
