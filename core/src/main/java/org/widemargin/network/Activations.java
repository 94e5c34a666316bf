package org.widemargin.network;

import static org.widemargin.error.InputException.require;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.data.ValidRange;
import org.widemargin.error.Nearest;

/**
 * The values at every layer of one forward pass, in order: the input, the hidden layers, the
 * logits.
 *
 * <p>Any network can hand them over: a {@link Network}, or a function of the user's own, which then
 * gives the layers it wants margins at. What is needed for boundary refinement, entering the
 * network at a layer, is the {@link Upper} function.
 */
public final class Activations {
  /** The name of the first layer: the network's input. */
  public static final String INPUT = "input";

  /** The network above a layer. */
  @FunctionalInterface
  public interface Upper {
    /**
     * Runs the part of the network above a layer, in the mode of the pass that gave the
     * activations.
     *
     * @param layer the layer's name
     * @param activation a value to put there, {@code [M, ...]}; M may differ from the batch size
     * @return the logits {@code [M, C]}
     */
    Tensor logits(String layer, Tensor activation);

    /**
     * Runs the same part and keeps what it passes.
     *
     * @param layer the layer's name
     * @param activation a value to put there, {@code [M, ...]}
     * @param precision {@link Precision#FULL} for that of the pass that gave the activations; in
     *     {@link Precision#BFLOAT16} no graph is recorded; by default it is ignored
     * @return activations whose first layer is {@code layer} and whose last one is the logits, both
     *     in the activation's element type
     */
    default Activations enter(String layer, Tensor activation, Precision precision) {
      Map<String, Tensor> ends = new LinkedHashMap<>();
      ends.put(layer, activation);
      ends.put("logits", logits(layer, activation));
      return new Activations(ends, this, null);
    }
  }

  /**
   * A way back from the logits that needs no graph. Statistics that a batch was normalised by count
   * as constants: each sample's gradient is its own.
   */
  @FunctionalInterface
  public interface Reverse {
    /**
     * Prepares sweeps back over the pass that gave the activations, in the innermost scope.
     *
     * @param layers the layers whose gradients are wanted
     * @param precision of weights and cotangents
     * @return the gradients as a function of the cotangent at the logits
     */
    InputGradients to(List<String> layers, Precision precision);
  }

  /** What the gaps between logits are at least, over a box of inputs: differentiable. */
  @FunctionalInterface
  public interface LeastGaps {
    /**
     * Bounds the gaps by intervals, layer by layer, without dropout. Batch normalisation takes the
     * statistics of the pass that gave the activations: the running ones in inference, the batch's
     * in training, as constants of the box and as functions of the weights.
     *
     * @param lower end of each element of the input, {@code [N, ...]}
     * @param upper end of each element of the input, {@code [N, ...]}
     * @param labels int64 {@code [N]}
     * @return lower bounds of the gaps between the label's logit and every other, {@code [N, C]}, 0
     *     at the label; part of the graph
     * @throws org.widemargin.error.InputException if a layer has no bound
     */
    Tensor over(Tensor lower, Tensor upper, Tensor labels);
  }

  private final Map<String, Tensor> values;
  private final Tensor logits;
  private final String logitsName;
  private final @Nullable Upper upper;
  private final @Nullable ValidRange inputRange;
  private final @Nullable Reverse reverse;
  private final @Nullable Tensor auxiliaryLogits;
  private final @Nullable LeastGaps leastGaps;

  /**
   * Gathers the activations of a pass.
   *
   * @param values the values by name, lowest first; the last one is the logits {@code [N, C]}
   * @param upper how to enter the network at a layer; null if that cannot be done
   * @param inputRange the box of valid inputs; null if there is none
   */
  public Activations(
      Map<String, Tensor> values, @Nullable Upper upper, @Nullable ValidRange inputRange) {
    this(values, upper, inputRange, null);
  }

  /**
   * Gathers the activations of a pass with a way back.
   *
   * @param values the values by name, lowest first; the last one is the logits {@code [N, C]}
   * @param upper how to enter the network at a layer; null if that cannot be done
   * @param inputRange the box of valid inputs; null if there is none
   * @param reverse the way back without a graph; null if there is only autograd
   */
  public Activations(
      Map<String, Tensor> values,
      @Nullable Upper upper,
      @Nullable ValidRange inputRange,
      @Nullable Reverse reverse) {
    this(values, upper, inputRange, reverse, null, null);
  }

  /**
   * Gathers the activations of a pass in training with a second output.
   *
   * @param values the values by name, lowest first; the last one is the logits {@code [N, C]}
   * @param upper how to enter the network at a layer; null if that cannot be done
   * @param inputRange the box of valid inputs; null if there is none
   * @param reverse the way back without a graph; null if there is only autograd
   * @param auxiliaryLogits those of an {@linkplain Auxiliary auxiliary classifier}, {@code [N, C]};
   *     null for none
   * @param leastGaps what the gaps are at least; null where nothing is known of layers
   */
  Activations(
      Map<String, Tensor> values,
      @Nullable Upper upper,
      @Nullable ValidRange inputRange,
      @Nullable Reverse reverse,
      @Nullable Tensor auxiliaryLogits,
      @Nullable LeastGaps leastGaps) {
    require(!values.isEmpty(), "expected at least the logits among the activations, found none");
    this.values = new LinkedHashMap<>(values);
    String last = INPUT;
    for (String name : values.keySet()) {
      last = name;
    }
    this.logitsName = last;
    this.logits = get(last);
    this.upper = upper;
    this.inputRange = inputRange;
    this.reverse = reverse;
    this.auxiliaryLogits = auxiliaryLogits;
    this.leastGaps = leastGaps;
    require(
        logits.dim() == 2,
        "expected logits of shape [N, C] as the last activation, '%s' has %d dimensions",
        last,
        logits.dim());
  }

  /**
   * The logits.
   *
   * @return {@code [N, C]}
   */
  public Tensor logits() {
    return logits;
  }

  /**
   * The logits of the {@linkplain Auxiliary auxiliary classifier}.
   *
   * @return {@code [N, C]}; empty in inference and where there is none
   */
  public Optional<Tensor> auxiliaryLogits() {
    return Optional.ofNullable(auxiliaryLogits);
  }

  /**
   * The name of the last layer.
   *
   * @return usually {@code logits}
   */
  public String logitsName() {
    return logitsName;
  }

  /**
   * The names of all layers, lowest first.
   *
   * @return in order of the forward pass
   */
  public List<String> names() {
    return List.copyOf(values.keySet());
  }

  /**
   * The value at a layer.
   *
   * @param layer its name
   * @return {@code [N, ...]}
   * @throws org.widemargin.error.InputException if there is no such layer
   */
  public Tensor get(String layer) {
    Tensor value = values.get(layer);
    require(value != null, "unknown layer '%s', %s", layer, Nearest.hint(layer, values.keySet()));
    return Objects.requireNonNull(value);
  }

  /** Checks that there are layers whose gradients are wanted, among those of a pass. */
  static void requireKnown(List<String> wanted, Collection<String> names) {
    for (String layer : wanted) {
      require(names.contains(layer), "unknown layer '%s', %s", layer, Nearest.hint(layer, names));
    }
  }

  /**
   * The network above a layer.
   *
   * @return empty if the network cannot be entered there
   */
  public Optional<Upper> upper() {
    return Optional.ofNullable(upper);
  }

  /**
   * The way back without a graph.
   *
   * @return empty if gradients at the layers need autograd
   */
  public Optional<Reverse> reverse() {
    return Optional.ofNullable(reverse);
  }

  /**
   * What the gaps between logits are at least.
   *
   * @return empty if the layers of the network are not known, or not to this pass
   */
  public Optional<LeastGaps> leastGaps() {
    return Optional.ofNullable(leastGaps);
  }

  /**
   * The same with another box of valid inputs.
   *
   * @param range the box, such as that of the samples where the network has none; empty for none
   * @return the activations of the same pass
   */
  public Activations within(Optional<ValidRange> range) {
    return new Activations(values, upper, range.orElse(null), reverse, auxiliaryLogits, leastGaps);
  }

  /**
   * The box of valid inputs.
   *
   * @return empty if there is none
   */
  public Optional<ValidRange> inputRange() {
    return Optional.ofNullable(inputRange);
  }
}
