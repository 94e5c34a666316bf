package org.widemargin.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.layer.Layer;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * A forward pass that keeps only the values where the network can be entered, after each block and
 * unit, and computes what lies between two of them again on the way back (Chen et al., 2016,
 * "Training Deep Nets with Sublinear Memory Cost"): one more forward pass for the memory of the
 * largest stretch. Without dropout, whose draws would be others the second time.
 *
 * <p>Its logits are a leaf: a loss is differentiated with respect to them, and what comes of it by
 * {@link #gradients(Tensor, List, Map)} with respect to the parameters.
 */
public final class RecomputedPass {
  private final PreparedWeights weights;
  private final Mode mode;
  private final Precision precision;
  private final Map<String, Tensor> values = new LinkedHashMap<>();
  private final List<Stretch> stretches;
  private final @Nullable Auxiliary auxiliary;
  private final Tensor logits;
  private final @Nullable Tensor auxiliaryLogits;

  RecomputedPass(
      NetworkSpec spec, PreparedWeights weights, Mode mode, Precision precision, Tensor input) {
    weights.plan().requireShape(spec.name(), Activations.INPUT, input);
    this.weights = weights;
    this.mode = mode;
    this.precision = precision;
    this.stretches = spec.stretches();
    this.auxiliary = mode == Mode.TRAINING ? spec.auxiliary() : null;
    // The only pass that updates running statistics.
    LayerInterpreter interpreter = new LayerInterpreter(weights.all(precision), mode);
    values.put(Activations.INPUT, input.detach());
    Tensor value = precision.of(input.detach());
    for (Stretch stretch : stretches) {
      value = ahead(interpreter, stretch.layers(), value);
      values.put(stretch.end(), value);
    }
    this.logits = Autograd.leaf(ElementTypes.typeAs(value, input));
    values.put(stretches.get(stretches.size() - 1).end(), logits);
    this.auxiliaryLogits =
        auxiliary == null
            ? null
            : Autograd.leaf(
                ElementTypes.typeAs(
                    ahead(interpreter, layers(auxiliary), at(auxiliary.after())), input));
  }

  /**
   * The values that are kept, with a way back that computes the others again.
   *
   * @return activations of which only the logits, and those of an auxiliary classifier, can be
   *     differentiated with respect to
   */
  public Activations activations() {
    return new Activations(values, null, null, this::reverse, auxiliaryLogits, null);
  }

  private InputGradients reverse(List<String> layers, Precision cotangents) {
    Activations.requireKnown(layers, values.keySet());
    return new RecomputedSweep(layers, cotangents);
  }

  /**
   * Differentiates a loss of several passes.
   *
   * @param loss a scalar, a function of the logits of the passes
   * @param passes of one network
   * @param parameters of the network, by name
   * @return a gradient for each, in order
   */
  public static List<Tensor> gradients(
      Tensor loss, List<RecomputedPass> passes, Map<String, Tensor> parameters) {
    List<Tensor> outputs = passes.stream().flatMap(pass -> pass.outputs().stream()).toList();
    List<Tensor> cotangents = Autograd.gradients(loss, outputs);
    Map<String, Tensor> sums = new HashMap<>();
    int next = 0;
    for (RecomputedPass pass : passes) {
      int count = pass.outputs().size();
      pass.back(cotangents.subList(next, next + count), parameters)
          .forEach((name, gradient) -> sums.merge(name, gradient, Tensor::add));
      next += count;
    }
    List<Tensor> gradients = new ArrayList<>();
    parameters.forEach(
        (name, parameter) -> {
          Tensor sum = sums.get(name);
          gradients.add(sum == null ? Tensors.fullLike(parameter, 0) : sum);
        });
    return gradients;
  }

  private List<Tensor> outputs() {
    return auxiliaryLogits == null ? List.of(logits) : List.of(logits, auxiliaryLogits);
  }

  /** The gradients of the parameters, from the cotangents at the outputs. */
  private Map<String, Tensor> back(List<Tensor> cotangents, Map<String, Tensor> parameters) {
    Map<String, Tensor> found = new LinkedHashMap<>();
    Tensor ofAuxiliary =
        auxiliary == null
            ? null
            : back(layers(auxiliary), auxiliary.after(), cotangents.get(1), parameters, found);
    Tensor cotangent = cotangents.get(0);
    for (int i = stretches.size() - 1; i >= 0; i--) {
      String below = below(i);
      cotangent = back(stretches.get(i).layers(), below, cotangent, parameters, found);
      if (ofAuxiliary != null && auxiliary != null && below.equals(auxiliary.after())) {
        cotangent = cotangent.add(ofAuxiliary);
      }
    }
    return found;
  }

  /** Through one stretch: notes its parameters' gradients, gives the cotangent below it. */
  private Tensor back(
      Map<String, Layer> layers,
      String below,
      Tensor cotangent,
      Map<String, Tensor> parameters,
      Map<String, Tensor> found) {
    try (Scope scope = Scope.open()) {
      Tensor leaf = Autograd.leaf(start(below));
      Tensor output = Autograd.withGradient(() -> again().run(layers, leaf, new ArrayList<>()));
      List<String> names =
          parameters.keySet().stream()
              .filter(name -> layers.keySet().stream().anyMatch(path -> isOf(path, name)))
              .toList();
      List<Tensor> inputs = new ArrayList<>(List.of(leaf));
      names.forEach(name -> inputs.add(Objects.requireNonNull(parameters.get(name))));
      List<@Nullable Tensor> gradients =
          Autograd.gradients(output, ElementTypes.typeAs(cotangent, output), inputs, Graph.FREE);
      for (int i = 0; i < names.size(); i++) {
        Tensor gradient = gradients.get(i + 1);
        if (gradient != null) {
          found.put(names.get(i), scope.keep(gradient));
        }
      }
      return scope.keep(Objects.requireNonNull(gradients.get(0)));
    }
  }

  private static boolean isOf(String path, String parameter) {
    return parameter.startsWith(path + ".");
  }

  private static Map<String, Layer> layers(Auxiliary auxiliary) {
    return LayerPaths.of(Auxiliary.NAME, auxiliary.layers());
  }

  private Tensor ahead(LayerInterpreter interpreter, Map<String, Layer> layers, Tensor value) {
    try (Scope scope = Scope.open()) {
      Tensor end =
          Autograd.withoutGradient(() -> interpreter.run(layers, value, new ArrayList<>()));
      // A handle of its own: some functions' results lie in a tuple that ends with the scope.
      return scope.keep(end.detach());
    }
  }

  /** As in the first pass, without updating the running statistics a second time. */
  private LayerInterpreter again() {
    Map<String, Tensor> tensors = new HashMap<>(weights.all(precision));
    if (mode == Mode.TRAINING) {
      for (ParameterSpec parameter : weights.plan().parameters()) {
        if (!parameter.role().trained()) {
          tensors.computeIfPresent(parameter.name(), (name, running) -> running.clone());
        }
      }
    }
    return new LayerInterpreter(tensors, mode);
  }

  private Tensor at(String layer) {
    return Objects.requireNonNull(values.get(layer), layer);
  }

  /** Where a stretch begins, in the precision of the pass. */
  private Tensor start(String layer) {
    return precision.of(at(layer).detach());
  }

  private String below(int stretch) {
    return stretch == 0 ? Activations.INPUT : stretches.get(stretch - 1).end();
  }

  /** The way back to layers' values, a stretch computed again for each. */
  private final class RecomputedSweep implements InputGradients {
    private final List<String> layers;
    private final Precision own;

    RecomputedSweep(List<String> layers, Precision own) {
      this.layers = List.copyOf(layers);
      this.own = own;
    }

    @Override
    public List<LayerGradients> ofEach(List<Tensor> cotangents) {
      return cotangents.stream().<LayerGradients>map(one -> () -> sweep(one)).toList();
    }

    private Map<String, Tensor> sweep(Tensor cotangent) {
      Autograd.countReversePass();
      Map<String, Tensor> atLayers = new HashMap<>();
      Tensor value = own.of(cotangent);
      for (int i = stretches.size() - 1; i >= lowest(); i--) {
        value = through(i, value);
        atLayers.put(below(i), value);
      }
      Map<String, Tensor> inOrder = new LinkedHashMap<>();
      for (String layer : layers) {
        Tensor gradient = atLayers.getOrDefault(layer, cotangent);
        inOrder.put(layer, ElementTypes.typeAs(gradient, cotangent));
      }
      return inOrder;
    }

    /** The stretch above the lowest layer that is wanted. */
    private int lowest() {
      int lowest = 0;
      while (lowest < stretches.size() && !layers.contains(below(lowest))) {
        lowest++;
      }
      return lowest;
    }

    private Tensor through(int stretch, Tensor cotangent) {
      try (Scope scope = Scope.open()) {
        return Autograd.withoutGradient(
            () -> {
              List<LayerTrace> traces = new ArrayList<>();
              again().run(stretches.get(stretch).layers(), start(below(stretch)), traces);
              Tensor below = LayerReverse.through(traces, weights, own).apply(cotangent);
              return scope.keep(below.detach());
            });
      }
    }
  }
}
