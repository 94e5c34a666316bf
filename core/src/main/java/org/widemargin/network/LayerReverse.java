package org.widemargin.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Adjoints;
import org.widemargin.torch.BlockedConvolution;
import org.widemargin.torch.Functions;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Tensors;

/**
 * A layer's way back: a function from the cotangent at its output to the one at its input. What
 * does not depend on the cotangent is prepared once, in the innermost scope.
 */
final class LayerReverse implements Layer.Cases<UnaryOperator<Tensor>> {
  private final LayerTrace trace;
  private final PreparedWeights weights;
  private final Precision precision;

  private LayerReverse(LayerTrace trace, PreparedWeights weights, Precision precision) {
    this.trace = trace;
    this.weights = weights;
    this.precision = precision;
  }

  /**
   * Prepares the way back through a sequence of layers.
   *
   * @param traces in the order of the forward pass, none in training mode with batch statistics
   * @param weights of the network
   * @param precision of the cotangents
   * @return from the cotangent after the last layer to the one before the first
   */
  static UnaryOperator<Tensor> through(
      List<LayerTrace> traces, PreparedWeights weights, Precision precision) {
    List<UnaryOperator<Tensor>> steps = new ArrayList<>();
    for (LayerTrace trace : traces) {
      steps.add(trace.layer().match(new LayerReverse(trace, weights, precision)));
    }
    Collections.reverse(steps);
    return cotangent -> {
      Tensor value = cotangent;
      for (UnaryOperator<Tensor> step : steps) {
        value = step.apply(value);
      }
      return value;
    };
  }

  @Override
  public UnaryOperator<Tensor> convolution(Layer.Convolution layer) {
    long[] inputShape = trace.inputShape();
    if (BlockedConvolution.pays(inputShape[1])) {
      BlockedConvolution blocked =
          BlockedConvolution.of(
              weights.plain(name("weight"), precision),
              layer.stride(),
              layer.padding(),
              inputShape[3]);
      return cotangent -> narrowed(blocked.adjoint(cotangent, inputShape));
    }
    if (layer.stride() == 1 && layer.padding() < layer.kernel()) {
      Tensor mirrored = weights.mirrored(name("weight"), precision);
      long padding = layer.kernel() - 1L - layer.padding();
      return cotangent ->
          Functions.convolution(Tensors.channelsLast(cotangent), mirrored, null, 1, padding);
    }
    Tensor weight = weights.plain(name("weight"), precision);
    return cotangent ->
        Adjoints.convolution(cotangent, weight, inputShape, layer.stride(), layer.padding());
  }

  @Override
  public UnaryOperator<Tensor> linear(Layer.Linear layer) {
    Tensor weight = weights.plain(name("weight"), precision);
    return cotangent -> cotangent.matmul(weight);
  }

  @Override
  public UnaryOperator<Tensor> relu(Layer.Relu layer) {
    Tensor output = narrowed(trace.output());
    return cotangent -> Adjoints.relu(cotangent, output);
  }

  @Override
  public UnaryOperator<Tensor> maxPool(Layer.MaxPool layer) {
    Tensor indices = Objects.requireNonNull(trace.choice());
    return cotangent ->
        Adjoints.maxPool(cotangent, indices, trace.inputShape(), layer.size(), layer.stride());
  }

  @Override
  public UnaryOperator<Tensor> averagePool(Layer.AveragePool layer) {
    return cotangent ->
        Adjoints.averagePool(cotangent, trace.inputShape(), layer.size(), layer.stride());
  }

  @Override
  public UnaryOperator<Tensor> globalAveragePool(Layer.GlobalAveragePool layer) {
    return cotangent -> Adjoints.globalAveragePool(cotangent, trace.inputShape());
  }

  /** With the running statistics, which do not depend on the input. */
  @Override
  public UnaryOperator<Tensor> batchNorm(Layer.BatchNorm layer) {
    Tensor variance = Ops.add(weights.source(name("running_var")), layer.epsilon());
    Tensor slope = weights.source(name("weight")).div(variance.sqrt());
    return times(narrowed(slope).reshape(perChannel()));
  }

  @Override
  public UnaryOperator<Tensor> flatten(Layer.Flatten layer) {
    return cotangent -> Tensors.channelsLast(cotangent.reshape(trace.inputShape()));
  }

  @Override
  public UnaryOperator<Tensor> dropout(Layer.Dropout layer) {
    Tensor kept = trace.choice();
    if (kept == null) {
      return UnaryOperator.identity();
    }
    Tensor typed = narrowed(Tensors.toTypeOf(kept, trace.output()));
    return times(Ops.multiply(typed, 1 / (1 - layer.probability())));
  }

  @Override
  public UnaryOperator<Tensor> normalize(Layer.Normalize layer) {
    List<Double> slopes = layer.std().stream().map(std -> 1 / std).toList();
    return times(narrowed(Tensors.perChannel(slopes, trace.output())));
  }

  @Override
  public UnaryOperator<Tensor> residual(Layer.Residual layer) {
    UnaryOperator<Tensor> main = through(trace.main(), weights, precision);
    UnaryOperator<Tensor> shortcut = through(trace.shortcut(), weights, precision);
    return cotangent -> main.apply(cotangent).add(shortcut.apply(cotangent));
  }

  private static UnaryOperator<Tensor> times(Tensor slope) {
    return cotangent -> cotangent.mul(slope);
  }

  private Tensor narrowed(Tensor tensor) {
    return precision == Precision.BFLOAT16 ? Tensors.toBfloat16(tensor) : tensor;
  }

  private long[] perChannel() {
    long[] shape = new long[trace.inputShape().length - 1];
    java.util.Arrays.fill(shape, 1);
    shape[0] = -1;
    return shape;
  }

  private String name(String parameter) {
    return trace.path() + "." + parameter;
  }
}
