package org.widemargin.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
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
import org.widemargin.torch.Adjoints;
import org.widemargin.torch.Device;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Nonlinearities;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerChannel;
import org.widemargin.torch.Pooling;
import org.widemargin.torch.PoolingWindow;
import org.widemargin.torch.SampleNormalisations;
import org.widemargin.torch.SampleNormalisations.Normalised;
import org.widemargin.torch.Tensors;

/**
 * The way back through a sequence of layers: a function from the cotangent at its output to the one
 * at its input. What does not depend on the cotangent is prepared once, in the innermost scope.
 */
final class LayerReverse {
  private final SlopedWeights weights;

  private LayerReverse(SlopedWeights weights) {
    this.weights = weights;
  }

  /**
   * Prepares the way back through a sequence of layers.
   *
   * @param traces in the order of the forward pass
   * @param weights of the network
   * @param precision of the cotangents
   * @return from the cotangent after the last layer to the one before the first
   */
  static UnaryOperator<Tensor> through(
      List<LayerTrace> traces, PreparedWeights weights, Precision precision) {
    return new LayerReverse(new SlopedWeights(weights, precision)).through(traces);
  }

  /**
   * Whether the way back takes the cotangents of several functions at once, {@code [K * N, ...]},
   * one batch after the other.
   *
   * @param traces a sequence of layers
   * @return true if all are of those next to the logits of a network
   */
  static boolean takesBatches(List<LayerTrace> traces) {
    return traces.stream()
        .map(LayerTrace::layer)
        .allMatch(
            layer ->
                layer instanceof Linear
                    || layer instanceof Relu
                    || layer instanceof Dropout
                    || layer instanceof Flatten);
  }

  /**
   * A function of each sample's cotangent and of something of that sample, the same in all batches.
   */
  private static Tensor inEachBatch(
      Tensor cotangents, Tensor ofSamples, BinaryOperator<Tensor> function) {
    if (cotangents.size(0) == ofSamples.size(0)) {
      return function.apply(cotangents, ofSamples);
    }
    long[] batches = {-1, ofSamples.size(0)};
    return function.apply(cotangents.unflatten(0, batches), ofSamples).flatten(0, 1);
  }

  private UnaryOperator<Tensor> through(List<LayerTrace> traces) {
    List<UnaryOperator<Tensor>> steps = new ArrayList<>();
    for (LayerTrace trace : traces) {
      steps.add(new Step(trace).of(trace.layer()));
    }
    steps.add(weights.timesPending());
    Collections.reverse(steps);
    return cotangent -> {
      Tensor value = cotangent;
      for (UnaryOperator<Tensor> step : steps) {
        value = step.apply(value);
      }
      return value;
    };
  }

  /** One layer's way back. */
  private final class Step implements LayerCases<UnaryOperator<Tensor>> {
    private final LayerTrace trace;

    Step(LayerTrace trace) {
      this.trace = trace;
    }

    @Override
    public UnaryOperator<Tensor> convolution(Convolution layer) {
      return new ConvolutionReverse(layer, trace.inputShape(), weights, name("weight")).prepare();
    }

    @Override
    public UnaryOperator<Tensor> linear(Linear layer) {
      Tensor weight = weights.plain(name("weight"));
      return cotangent -> cotangent.matmul(weight);
    }

    @Override
    public UnaryOperator<Tensor> relu(Relu layer) {
      Tensor output = weights.precision().of(trace.output());
      return cotangent -> inEachBatch(cotangent, output, Adjoints::relu);
    }

    @Override
    public UnaryOperator<Tensor> maxPool(MaxPool layer) {
      Tensor indices = trace.kept().get(0);
      PoolingWindow window = Geometry.of(layer);
      return cotangent -> Pooling.maxAdjoint(cotangent, indices, trace.inputShape(), window);
    }

    @Override
    public UnaryOperator<Tensor> averagePool(AveragePool layer) {
      PoolingWindow window = Geometry.of(layer);
      return cotangent ->
          Pooling.averageAdjoint(cotangent, trace.inputShape(), window, layer.countIncludePad());
    }

    @Override
    public UnaryOperator<Tensor> globalAveragePool(GlobalAveragePool layer) {
      return cotangent -> Pooling.globalAverageAdjoint(cotangent, trace.inputShape());
    }

    @Override
    public UnaryOperator<Tensor> adaptiveAveragePool(AdaptiveAveragePool layer) {
      return cotangent -> Pooling.adaptiveAverageAdjoint(cotangent, trace.inputShape());
    }

    @Override
    public UnaryOperator<Tensor> gelu(Gelu layer) {
      Tensor input = keptInput();
      return cotangent -> Nonlinearities.geluAdjoint(cotangent, input);
    }

    @Override
    public UnaryOperator<Tensor> silu(Silu layer) {
      Tensor input = keptInput();
      return cotangent -> Nonlinearities.siluAdjoint(cotangent, input);
    }

    @Override
    public UnaryOperator<Tensor> leakyRelu(LeakyRelu layer) {
      Tensor input = keptInput();
      return cotangent -> Nonlinearities.leakyReluAdjoint(cotangent, input, layer.negativeSlope());
    }

    private Tensor keptInput() {
      return weights.precision().of(trace.kept().get(0));
    }

    /** It mixes the channels, so what is pending cannot wait for a product above. */
    @Override
    public UnaryOperator<Tensor> layerNorm(LayerNorm layer) {
      return normalised(weights.source(name("weight")).unsqueeze(0));
    }

    @Override
    public UnaryOperator<Tensor> groupNorm(GroupNorm layer) {
      return normalised(PerChannel.broadcast(weights.source(name("weight")), trace.output()));
    }

    private UnaryOperator<Tensor> normalised(Tensor factor) {
      UnaryOperator<Tensor> times = weights.timesPending();
      Normalised statistics =
          new Normalised(trace.output(), trace.kept().get(1), trace.kept().get(2));
      Tensor input = ElementTypes.typeAs(trace.kept().get(0), factor);
      Tensor values = weights.precision().of(SampleNormalisations.standardised(input, statistics));
      Tensor typed = weights.precision().of(factor);
      return cotangent ->
          times.apply(
              Tensors.channelsLast(
                  SampleNormalisations.adjoint(cotangent.mul(typed), values, statistics)));
    }

    /** With the statistics that the pass used, held constant. */
    @Override
    public UnaryOperator<Tensor> batchNorm(BatchNorm layer) {
      Tensor inverseDeviation =
          trace.kept().isEmpty()
              ? Ops.add(weights.source(name("running_var")), layer.epsilon()).rsqrt()
              : trace.kept().get(0);
      return later(weights.source(name("weight")).mul(inverseDeviation));
    }

    @Override
    public UnaryOperator<Tensor> flatten(Flatten layer) {
      UnaryOperator<Tensor> times = weights.timesPending();
      long[] shape = trace.inputShape().clone();
      shape[0] = -1;
      return cotangent -> times.apply(Tensors.channelsLast(cotangent.reshape(shape)));
    }

    @Override
    public UnaryOperator<Tensor> dropout(Dropout layer) {
      if (trace.kept().isEmpty()) {
        return UnaryOperator.identity();
      }
      Tensor kept = trace.kept().get(0);
      Tensor typed = weights.precision().of(ElementTypes.typeAs(kept, trace.output()));
      Tensor slope = Ops.mul(typed, 1 / (1 - layer.probability()));
      return cotangent -> inEachBatch(cotangent, slope, Tensor::mul);
    }

    @Override
    public UnaryOperator<Tensor> normalize(Normalize layer) {
      double[] slopes = layer.std().stream().mapToDouble(std -> 1 / std).toArray();
      return later(Tensors.of(Device.of(trace.output()), slopes, slopes.length));
    }

    /** It mixes the channels, so what is pending cannot wait for a product above. */
    @Override
    public UnaryOperator<Tensor> standardize(Standardize layer) {
      UnaryOperator<Tensor> times = weights.timesPending();
      Tensor output = weights.precision().of(trace.output());
      Tensor variance = trace.kept().get(0);
      return cotangent -> times.apply(Adjoints.standardize(cotangent, output, variance));
    }

    @Override
    public UnaryOperator<Tensor> residual(Residual layer) {
      List<UnaryOperator<Tensor>> branches = branches();
      UnaryOperator<Tensor> main = branches.get(0);
      UnaryOperator<Tensor> shortcut = branches.get(1);
      return cotangent -> main.apply(cotangent).add(shortcut.apply(cotangent));
    }

    @Override
    public UnaryOperator<Tensor> concatenate(Concatenate layer) {
      List<UnaryOperator<Tensor>> branches = branches();
      List<Long> channels = trace.branches().stream().map(this::channelsAfter).toList();
      return cotangent -> {
        Tensor sum = null;
        long from = 0;
        for (int i = 0; i < branches.size(); i++) {
          Tensor own = cotangent.narrow(1, from, channels.get(i));
          Tensor below = branches.get(i).apply(Tensors.channelsLast(own));
          sum = sum == null ? below : sum.add(below);
          from += channels.get(i);
        }
        return Objects.requireNonNull(sum);
      };
    }

    private long channelsAfter(List<LayerTrace> branch) {
      return branch.isEmpty()
          ? trace.inputShape()[1]
          : branch.get(branch.size() - 1).output().size(1);
    }

    private List<UnaryOperator<Tensor>> branches() {
      Supplier<SlopedWeights> divided = weights.divided();
      return trace.branches().stream()
          .map(branch -> new LayerReverse(divided.get()).through(branch))
          .toList();
    }

    private UnaryOperator<Tensor> later(Tensor slope) {
      weights.slope(slope);
      return UnaryOperator.identity();
    }

    private String name(String parameter) {
      return trace.path() + "." + parameter;
    }
  }
}
