package org.widemargin.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.layer.AveragePool;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Dropout;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.GlobalAveragePool;
import org.widemargin.layer.LayerCases;
import org.widemargin.layer.Linear;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Normalize;
import org.widemargin.layer.Relu;
import org.widemargin.layer.Residual;
import org.widemargin.layer.Standardize;
import org.widemargin.torch.Adjoints;
import org.widemargin.torch.BlockedAdjoint;
import org.widemargin.torch.Device;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Functions;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Tensors;

/**
 * The way back through a sequence of layers: a function from the cotangent at its output to the one
 * at its input. What does not depend on the cotangent is prepared once, in the innermost scope.
 *
 * <p>Normalisation with given statistics multiplies each channel by a number. Layers that keep
 * channels apart let it pass, up to the next product, whose weights take it in: it costs no pass
 * over the cotangents.
 */
final class LayerReverse {
  private final PreparedWeights weights;
  private final Precision precision;

  /** What the channels are still to be multiplied by, {@code [C]}, on the way from below up. */
  private @Nullable Tensor pending;

  private LayerReverse(PreparedWeights weights, Precision precision, @Nullable Tensor pending) {
    this.weights = weights;
    this.precision = precision;
    this.pending = pending;
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
    return new LayerReverse(weights, precision, null).through(traces);
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
    steps.add(timesPending());
    Collections.reverse(steps);
    return cotangent -> {
      Tensor value = cotangent;
      for (UnaryOperator<Tensor> step : steps) {
        value = step.apply(value);
      }
      return value;
    };
  }

  private @Nullable Tensor takePending() {
    Tensor taken = pending;
    pending = null;
    return taken;
  }

  private UnaryOperator<Tensor> timesPending() {
    Tensor slope = takePending();
    if (slope == null) {
      return UnaryOperator.identity();
    }
    return cotangent ->
        cotangent.mul(
            ElementTypes.typeAs(slope, cotangent)
                .reshape(along(1, Math.toIntExact(cotangent.dim()))));
  }

  /** A weight in full precision, multiplied along its inputs by what is pending. */
  private Tensor absorbing(Tensor weight, int inputs) {
    Tensor slope = takePending();
    if (slope == null) {
      return weight;
    }
    long[] shape = along(inputs, Math.toIntExact(weight.dim()));
    return weight.mul(ElementTypes.typeAs(slope, weight).reshape(shape));
  }

  private Tensor plain(String name) {
    return pending == null
        ? weights.plain(name, precision)
        : precision.of(absorbing(weights.source(name), 1));
  }

  private Tensor mirrored(String name) {
    return pending == null
        ? weights.mirrored(name, precision)
        : precision.of(absorbing(weights.mirrored(name, Precision.FULL), 0));
  }

  private static long[] along(int dimension, int dimensions) {
    long[] shape = new long[dimensions];
    Arrays.fill(shape, 1);
    shape[dimension] = -1;
    return shape;
  }

  /** One layer's way back. */
  private final class Step implements LayerCases<UnaryOperator<Tensor>> {
    private final LayerTrace trace;

    Step(LayerTrace trace) {
      this.trace = trace;
    }

    @Override
    public UnaryOperator<Tensor> convolution(Convolution layer) {
      if (layer.stride() == 1 && layer.padding() < layer.kernel()) {
        return mirroredConvolution(layer, layer.kernel() - 1L - layer.padding());
      }
      Tensor weight = plain(name("weight"));
      return cotangent ->
          Adjoints.convolution(
              cotangent, weight, trace.inputShape(), layer.stride(), layer.padding());
    }

    /** The adjoint of a convolution of stride 1 is another one. */
    private UnaryOperator<Tensor> mirroredConvolution(Convolution layer, long padding) {
      String name = name("weight");
      Optional<BlockedAdjoint> blocks = BlockedAdjoint.of(trace.inputShape(), layer.kernel());
      if (blocks.isEmpty()) {
        Tensor kernels = mirrored(name);
        return cotangent ->
            Functions.convolution(Tensors.channelsLast(cotangent), kernels, null, 1, padding);
      }
      BlockedAdjoint blocked = blocks.get();
      Tensor kernels =
          precision.of(blocked.kernels(absorbing(weights.mirrored(name, Precision.FULL), 0)));
      return cotangent -> blocked.apply(cotangent, kernels, padding);
    }

    @Override
    public UnaryOperator<Tensor> linear(Linear layer) {
      Tensor weight = plain(name("weight"));
      return cotangent -> cotangent.matmul(weight);
    }

    @Override
    public UnaryOperator<Tensor> relu(Relu layer) {
      Tensor output = precision.of(trace.output());
      return cotangent -> inEachBatch(cotangent, output, Adjoints::relu);
    }

    @Override
    public UnaryOperator<Tensor> maxPool(MaxPool layer) {
      Tensor indices = Objects.requireNonNull(trace.choice());
      return cotangent ->
          Adjoints.maxPool(cotangent, indices, trace.inputShape(), layer.size(), layer.stride());
    }

    @Override
    public UnaryOperator<Tensor> averagePool(AveragePool layer) {
      return cotangent ->
          Adjoints.averagePool(cotangent, trace.inputShape(), layer.size(), layer.stride());
    }

    @Override
    public UnaryOperator<Tensor> globalAveragePool(GlobalAveragePool layer) {
      return cotangent -> Adjoints.globalAveragePool(cotangent, trace.inputShape());
    }

    /** With the statistics that the pass used, held constant. */
    @Override
    public UnaryOperator<Tensor> batchNorm(BatchNorm layer) {
      Tensor ofBatch = trace.choice();
      Tensor inverseDeviation =
          ofBatch == null
              ? Ops.add(weights.source(name("running_var")), layer.epsilon()).rsqrt()
              : ofBatch;
      return later(weights.source(name("weight")).mul(inverseDeviation));
    }

    @Override
    public UnaryOperator<Tensor> flatten(Flatten layer) {
      UnaryOperator<Tensor> times = timesPending();
      long[] shape = trace.inputShape().clone();
      shape[0] = -1;
      return cotangent -> times.apply(Tensors.channelsLast(cotangent.reshape(shape)));
    }

    @Override
    public UnaryOperator<Tensor> dropout(Dropout layer) {
      Tensor kept = trace.choice();
      if (kept == null) {
        return UnaryOperator.identity();
      }
      Tensor typed = precision.of(ElementTypes.typeAs(kept, trace.output()));
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
      UnaryOperator<Tensor> times = timesPending();
      Tensor output = precision.of(trace.output());
      Tensor variance = Objects.requireNonNull(trace.choice());
      return cotangent -> times.apply(Adjoints.standardize(cotangent, output, variance));
    }

    @Override
    public UnaryOperator<Tensor> residual(Residual layer) {
      Tensor slope = takePending();
      UnaryOperator<Tensor> main =
          new LayerReverse(weights, precision, slope).through(trace.main());
      UnaryOperator<Tensor> shortcut =
          new LayerReverse(weights, precision, slope).through(trace.shortcut());
      return cotangent -> main.apply(cotangent).add(shortcut.apply(cotangent));
    }

    private UnaryOperator<Tensor> later(Tensor slope) {
      pending = pending == null ? slope : pending.mul(slope);
      return UnaryOperator.identity();
    }

    private String name(String parameter) {
      return trace.path() + "." + parameter;
    }
  }
}
