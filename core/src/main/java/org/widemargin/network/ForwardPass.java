package org.widemargin.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.data.ValidRange;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Layer;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.ElementTypes;

/** Passes through a network in one mode, from any layer up to the logits. */
final class ForwardPass implements Activations.Upper {
  private final NetworkSpec spec;
  private final PreparedWeights weights;
  private final Mode mode;

  /** Of passes that record a graph. */
  private final Precision own;

  private final @Nullable BatchMean batchMean;

  ForwardPass(NetworkSpec spec, PreparedWeights weights, Mode mode, Precision own) {
    this(spec, weights, mode, own, null);
  }

  /** Over a part of a batch, or over all of it. */
  ForwardPass(
      NetworkSpec spec,
      PreparedWeights weights,
      Mode mode,
      Precision own,
      @Nullable BatchMean batchMean) {
    this.spec = spec;
    this.weights = weights;
    this.mode = mode;
    this.own = own;
    this.batchMean = batchMean;
  }

  @Override
  public Tensor logits(String layer, Tensor activation) {
    return enter(layer, activation, Precision.FULL).logits();
  }

  @Override
  public Activations enter(String layer, Tensor activation, Precision precision) {
    return precision == Precision.FULL
        ? from(layer, activation, own)
        : Autograd.withoutGradient(() -> from(layer, activation, precision));
  }

  /** Runs the whole network, with a graph unless the caller wants none. */
  Activations through(Tensor input) {
    return from(Activations.INPUT, input, own);
  }

  private Activations from(String layer, Tensor activation, Precision precision) {
    weights.plan().requireShape(spec.name(), spec.requireLayer(layer), activation);
    return run(layer, activation, precision.of(activation), weights.all(precision));
  }

  private Activations run(
      String layer, Tensor activation, Tensor start, Map<String, Tensor> tensors) {
    LayerInterpreter interpreter = new LayerInterpreter(tensors, mode, batchMean);
    Map<String, Tensor> values = new LinkedHashMap<>();
    Map<String, List<LayerTrace>> traces = new LinkedHashMap<>();
    Tensor value = start;
    String last = layer;
    values.put(layer, activation);
    List<Stretch> stretches = spec.stretches();
    int entry = spec.layerNamesWithUnits().indexOf(layer);
    for (Stretch stretch : stretches.subList(entry, stretches.size())) {
      List<LayerTrace> traced = new ArrayList<>();
      value = interpreter.run(stretch.layers(), value, traced);
      last = stretch.end();
      values.put(last, value);
      traces.put(last, traced);
    }
    values.replace(last, ElementTypes.typeAs(value, activation));
    Activations.Reverse reverse = reverse(List.copyOf(values.keySet()), traces, weights);
    return new Activations(
        values,
        this,
        range(),
        reverse,
        auxiliaryLogits(values, activation, interpreter),
        layer.equals(Activations.INPUT) ? leastGaps(tensors, start, traces) : null);
  }

  private Activations.LeastGaps leastGaps(
      Map<String, Tensor> tensors, Tensor start, Map<String, List<LayerTrace>> traces) {
    return (lower, upper, labels) -> {
      Map<String, Tensor> normalised = new HashMap<>();
      if (mode == Mode.TRAINING) {
        traces.values().forEach(traced -> addNormalised(traced, normalised));
      }
      Map<String, Layer> layers = new LinkedHashMap<>();
      spec.blocks().forEach(block -> layers.putAll(LayerPaths.of(block.name(), block.layers())));
      Interval box =
          new Interval(ElementTypes.typeAs(lower, start), ElementTypes.typeAs(upper, start));
      IntervalPass pass = new IntervalPass(tensors, normalised);
      return ElementTypes.typeAs(pass.leastGaps(layers, box, labels), lower);
    };
  }

  /** What batch normalisations took their statistics from, by their paths. */
  private static void addNormalised(List<LayerTrace> traces, Map<String, Tensor> normalised) {
    for (LayerTrace trace : traces) {
      if (trace.layer() instanceof BatchNorm) {
        normalised.put(trace.path(), trace.kept().get(1));
      }
      trace.branches().forEach(branch -> addNormalised(branch, normalised));
    }
  }

  /** Only whole passes in training have them. */
  private @Nullable Tensor auxiliaryLogits(
      Map<String, Tensor> values, Tensor activation, LayerInterpreter interpreter) {
    Auxiliary auxiliary = spec.auxiliary();
    if (auxiliary == null || mode == Mode.INFERENCE || !values.containsKey(Activations.INPUT)) {
      return null;
    }
    Tensor below = Objects.requireNonNull(values.get(auxiliary.after()));
    Tensor logits =
        interpreter.run(
            LayerPaths.of(Auxiliary.NAME, auxiliary.layers()), below, new ArrayList<>());
    return ElementTypes.typeAs(logits, activation);
  }

  private static Activations.Reverse reverse(
      List<String> names, Map<String, List<LayerTrace>> traces, PreparedWeights weights) {
    return (layers, precision) -> {
      Activations.requireKnown(layers, names);
      return new ReverseSweep(
          names.get(0), joined(names, traces, layers), layers, weights, precision);
    };
  }

  /**
   * The way back is cut at blocks and at the units that are asked for: a cut has its cost, and
   * changes the last digits.
   */
  private static Map<String, List<LayerTrace>> joined(
      List<String> names, Map<String, List<LayerTrace>> traces, List<String> layers) {
    Map<String, List<LayerTrace>> joined = new LinkedHashMap<>();
    List<LayerTrace> since = new ArrayList<>();
    traces.forEach(
        (end, traced) -> {
          since.addAll(traced);
          if (layers.contains(end) || !Units.isInside(end, names)) {
            joined.put(end, List.copyOf(since));
            since.clear();
          }
        });
    return joined;
  }

  private @Nullable ValidRange range() {
    return spec.input().validRange().orElse(null);
  }
}
