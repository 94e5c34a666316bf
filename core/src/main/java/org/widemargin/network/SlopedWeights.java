package org.widemargin.network;

import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.PerChannel;
import org.widemargin.torch.PerSample;

/**
 * A network's weights on the way back, with a slope for each channel that the next of them takes
 * in.
 *
 * <p>Normalisation with given statistics multiplies each channel by a number. Layers that keep
 * channels apart let it pass, up to the next product, whose weights take it in: it costs no pass
 * over the cotangents.
 */
final class SlopedWeights {
  private final PreparedWeights weights;
  private final Precision precision;

  /** What the channels are still to be multiplied by, {@code [C]}, on the way from below up. */
  private @Nullable Tensor pending;

  SlopedWeights(PreparedWeights weights, Precision precision) {
    this(weights, precision, null);
  }

  private SlopedWeights(PreparedWeights weights, Precision precision, @Nullable Tensor pending) {
    this.weights = weights;
    this.precision = precision;
    this.pending = pending;
  }

  /** For branches that begin here, as many as are asked for: each gets what is pending. */
  Supplier<SlopedWeights> divided() {
    Tensor slope = takePending();
    return () -> new SlopedWeights(weights, precision, slope);
  }

  Precision precision() {
    return precision;
  }

  /** A weight as it is, in full precision and without slopes. */
  Tensor source(String name) {
    return weights.source(name);
  }

  /** Multiplies what follows, channel by channel. */
  void slope(Tensor slope) {
    pending = pending == null ? slope : pending.mul(slope);
  }

  /** Takes what is pending as a step of its own, for layers that mix channels without weights. */
  UnaryOperator<Tensor> timesPending() {
    Tensor slope = takePending();
    if (slope == null) {
      return UnaryOperator.identity();
    }
    return cotangent ->
        cotangent.mul(PerChannel.broadcast(ElementTypes.typeAs(slope, cotangent), cotangent));
  }

  /** A weight whose second dimension is its inputs. */
  Tensor plain(String name) {
    return pending == null
        ? weights.plain(name, precision)
        : precision.of(absorbing(weights.source(name), PerChannel::broadcast));
  }

  /** A weight as it is, in the precision, without taking what is pending. */
  Tensor unsloped(String name) {
    return weights.plain(name, precision);
  }

  /** A convolution's kernels mirrored, inputs and outputs exchanged. */
  Tensor mirrored(String name) {
    return pending == null ? weights.mirrored(name, precision) : precision.of(mirroredInFull(name));
  }

  /** The same in full precision. */
  Tensor mirroredInFull(String name) {
    return absorbing(weights.mirrored(name, Precision.FULL), PerSample::broadcast);
  }

  /** A weight in full precision, multiplied by what is pending, shaped to lie along its inputs. */
  private Tensor absorbing(Tensor weight, BinaryOperator<Tensor> alongInputs) {
    Tensor slope = takePending();
    if (slope == null) {
      return weight;
    }
    return weight.mul(alongInputs.apply(ElementTypes.typeAs(slope, weight), weight));
  }

  private @Nullable Tensor takePending() {
    Tensor taken = pending;
    pending = null;
    return taken;
  }
}
