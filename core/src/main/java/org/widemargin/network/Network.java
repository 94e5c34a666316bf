package org.widemargin.network;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.ParameterSpec.Role;
import org.widemargin.torch.Device;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * A {@link NetworkSpec} with its parameters. Only its parameters' values ever change, through the
 * optimiser, and its running statistics, through forward passes in {@link Mode#TRAINING}. It holds
 * native memory: close it.
 */
public final class Network implements AutoCloseable {
  private final NetworkSpec spec;
  private final Device device;
  private final Map<String, Tensor> tensors;
  private final Map<String, Tensor> parameters;
  private final PreparedWeights weights;
  private volatile boolean closed;

  private Network(NetworkSpec spec, Device device, Map<String, Tensor> tensors) {
    this.spec = spec;
    this.device = device;
    this.tensors = Collections.unmodifiableMap(tensors);
    Map<String, Tensor> trained = new LinkedHashMap<>();
    NetworkPlan plan = spec.plan();
    for (ParameterSpec parameter : plan.parameters()) {
      if (parameter.role().trained()) {
        Tensor tensor = tensor(parameter.name());
        tensor.set_requires_grad(true);
        trained.put(parameter.name(), tensor);
      }
    }
    this.parameters = Collections.unmodifiableMap(trained);
    this.weights = new PreparedWeights(spec.name(), plan, this.tensors);
  }

  /**
   * Makes a network with fresh parameters: weights drawn from a normal distribution of variance 2 /
   * fan-in (He et al., 2015), biases 0.
   *
   * @param spec the architecture
   * @param seed the run's seed; the same seed gives the same parameters, on every device
   * @param device where they are, and where the network computes
   * @return a network in float32
   */
  public static Network initialise(NetworkSpec spec, long seed, Device device) {
    return initialise(spec, seed, Map.of(), device);
  }

  /**
   * Makes a network of which some parameters are given and the others fresh: these are drawn as if
   * all were.
   *
   * @param spec the architecture
   * @param seed the run's seed
   * @param given the elements of some parameters and running statistics by name
   * @param device where they are, and where the network computes
   * @return a network in float32
   * @throws org.widemargin.error.InputException if a given parameter is unknown or of another size
   */
  public static Network initialise(
      NetworkSpec spec, long seed, Map<String, float[]> given, Device device) {
    return initialise(spec, seed, Initialisation.HE, given, device);
  }

  /**
   * Makes a network of which some parameters are given and the others fresh, weights of a spread
   * that is told.
   *
   * @param spec the architecture
   * @param seed the run's seed
   * @param initialisation how widely weights are spread
   * @param given the elements of some parameters and running statistics by name
   * @param device where they are, and where the network computes
   * @return a network in float32
   * @throws org.widemargin.error.InputException if a given parameter is unknown or of another size
   */
  public static Network initialise(
      NetworkSpec spec,
      long seed,
      Initialisation initialisation,
      Map<String, float[]> given,
      Device device) {
    Map<String, float[]> values = new LinkedHashMap<>(given);
    int index = 0;
    for (ParameterSpec parameter : spec.plan().parameters()) {
      SplittableRandom random = RandomStream.of(seed, "parameters", index++);
      values.computeIfAbsent(parameter.name(), name -> start(parameter, initialisation, random));
    }
    return of(spec, values, device);
  }

  /**
   * Makes a network with given parameters.
   *
   * @param spec the architecture
   * @param values the elements of every parameter and running statistic by name, in PyTorch's
   *     layout
   * @param device where they are, and where the network computes
   * @return a network in float32
   * @throws org.widemargin.error.InputException naming the first parameter that is missing, unknown
   *     or of another size
   */
  public static Network of(NetworkSpec spec, Map<String, float[]> values, Device device) {
    checkNames(spec, values.keySet());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope scope = Scope.open()) {
      for (ParameterSpec parameter : spec.plan().parameters()) {
        float[] elements = Objects.requireNonNull(values.get(parameter.name()));
        checkCount(spec, parameter, elements.length);
        Tensor tensor = Tensors.of(device, elements, parameter.sizes());
        tensors.put(parameter.name(), scope.own(Tensors.channelsLast(tensor)));
      }
    }
    return new Network(spec, device, tensors);
  }

  /**
   * Makes a network with given parameters in double precision, for proofs.
   *
   * @param spec the architecture
   * @param values the elements of every parameter and running statistic by name, in PyTorch's
   *     layout
   * @param device where they are, and where the network computes
   * @return a network in float64
   * @throws org.widemargin.error.InputException naming the first parameter that is missing, unknown
   *     or of another size
   */
  public static Network ofDoubles(NetworkSpec spec, Map<String, double[]> values, Device device) {
    checkNames(spec, values.keySet());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (Scope scope = Scope.open()) {
      for (ParameterSpec parameter : spec.plan().parameters()) {
        double[] elements = Objects.requireNonNull(values.get(parameter.name()));
        checkCount(spec, parameter, elements.length);
        tensors.put(parameter.name(), scope.own(Tensors.of(device, elements, parameter.sizes())));
      }
    }
    return new Network(spec, device, tensors);
  }

  /**
   * The architecture.
   *
   * @return the spec
   */
  public NetworkSpec spec() {
    return spec;
  }

  /**
   * Where the parameters are: what the network computes with must be there too.
   *
   * @return the device
   */
  public Device device() {
    return device;
  }

  /**
   * The trained parameters by name, in order.
   *
   * @return the tensors themselves, which stay the network's
   * @throws IllegalStateException if the network is closed
   */
  public Map<String, Tensor> parameters() {
    requireOpen();
    return parameters;
  }

  /**
   * Parameters and running statistics by name, in order.
   *
   * @return the tensors themselves, which stay the network's
   * @throws IllegalStateException if the network is closed
   */
  public Map<String, Tensor> state() {
    requireOpen();
    return tensors;
  }

  /**
   * The running statistics, in order.
   *
   * @return the tensors themselves, which stay the network's; empty if it keeps none
   * @throws IllegalStateException if the network is closed
   */
  public List<Tensor> statistics() {
    return state().entrySet().stream()
        .filter(entry -> !parameters.containsKey(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /**
   * One parameter or running statistic.
   *
   * @param name its name
   * @return the tensor itself, which stays the network's
   * @throws IllegalStateException if the network is closed
   */
  public Tensor tensor(String name) {
    requireOpen();
    return Objects.requireNonNull(tensors.get(name), name);
  }

  /**
   * Runs the network once and keeps the value at every layer.
   *
   * @param input {@code [N, C, H, W]} or {@code [N, D]}; a leaf that requires gradient if margins
   *     are wanted at the input
   * @param mode training or inference
   * @return the activations, the logits last
   * @throws org.widemargin.error.InputException if samples are of another shape
   * @throws IllegalStateException if the network is closed
   */
  public Activations forward(Tensor input, Mode mode) {
    return forward(input, mode, Precision.FULL);
  }

  /**
   * Runs the network once in a precision and keeps the value at every layer. Parameters stay in
   * float32 and get their gradients there; only factors of products are narrowed. Batch
   * normalisation takes its statistics in float32. Passes that {@linkplain Activations.Upper enter}
   * the network later and record a graph are in the same precision.
   *
   * @param input {@code [N, C, H, W]} or {@code [N, D]}
   * @param mode training or inference
   * @param precision of products and of the hidden activations
   * @return the activations; input and logits in the input's own element type
   * @throws org.widemargin.error.InputException if samples are of another shape
   * @throws IllegalStateException if the network is closed
   */
  public Activations forward(Tensor input, Mode mode, Precision precision) {
    requireOpen();
    return new ForwardPass(spec, weights, mode, precision).through(input);
  }

  /**
   * Runs the network in training mode over a part of a batch, whose statistics are those of all of
   * it.
   *
   * @param input {@code [N, C, H, W]} or {@code [N, D]}, the part
   * @param precision of products and of the hidden activations
   * @param batchMean the batch
   * @return the activations of the part
   * @throws org.widemargin.error.InputException if samples are of another shape
   * @throws IllegalStateException if the network is closed
   */
  public Activations forwardPart(Tensor input, Precision precision, BatchMean batchMean) {
    requireOpen();
    return new ForwardPass(spec, weights, Mode.TRAINING, precision, batchMean).through(input);
  }

  /**
   * Runs the network once and keeps only the values where it can be entered.
   *
   * @param input {@code [N, C, H, W]} or {@code [N, D]}
   * @param mode training or inference
   * @param precision of products and of the hidden activations
   * @return the pass, which computes the other values again on the way back
   * @throws org.widemargin.error.InputException if samples are of another shape
   * @throws IllegalStateException if the network is closed
   */
  public RecomputedPass recomputed(Tensor input, Mode mode, Precision precision) {
    requireOpen();
    return new RecomputedPass(spec, weights, mode, precision, input);
  }

  /**
   * Runs the network in inference mode.
   *
   * @param input {@code [N, C, H, W]} or {@code [N, D]}
   * @return the logits {@code [N, classes]}
   * @throws org.widemargin.error.InputException if samples are of another shape
   * @throws IllegalStateException if the network is closed
   */
  public Tensor logits(Tensor input) {
    return logitsFrom(Activations.INPUT, input, Mode.INFERENCE);
  }

  /**
   * Runs only the part of the network above a layer.
   *
   * @param layer where to enter
   * @param activation the value there, {@code [N, ...]}
   * @param mode training or inference
   * @return the logits {@code [N, classes]}
   * @throws org.widemargin.error.InputException if there is no such layer, or values there have
   *     another shape
   * @throws IllegalStateException if the network is closed
   */
  public Tensor logitsFrom(String layer, Tensor activation, Mode mode) {
    requireOpen();
    return new ForwardPass(spec, weights, mode, Precision.FULL).logits(layer, activation);
  }

  /** Closing again does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      weights.close();
      tensors.values().forEach(Tensors::free);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the network '" + spec.name() + "' is closed");
    }
  }

  private static float[] start(
      ParameterSpec parameter, Initialisation initialisation, SplittableRandom random) {
    float[] values = new float[parameter.count()];
    if (parameter.role() == Role.WEIGHT) {
      double deviation = initialisation.deviation(parameter.fanIn());
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextGaussian() * deviation);
      }
    } else if (parameter.role() == Role.SCALE || parameter.role() == Role.RUNNING_VARIANCE) {
      Arrays.fill(values, 1);
    }
    return values;
  }

  private static void checkNames(NetworkSpec spec, Set<String> found) {
    List<String> unknown = new ArrayList<>(found);
    for (ParameterSpec parameter : spec.plan().parameters()) {
      require(
          unknown.remove(parameter.name()),
          "network '%s': expected a parameter '%s' of shape %s, found none of this name",
          spec.name(),
          parameter.name(),
          parameter.shape());
    }
    require(
        unknown.isEmpty(),
        "network '%s': found a parameter '%s' that it does not have",
        spec.name(),
        unknown.isEmpty() ? "" : unknown.get(0));
  }

  private static void checkCount(NetworkSpec spec, ParameterSpec parameter, int found) {
    require(
        parameter.count() == found,
        "network '%s': parameter '%s': expected %d elements of shape %s, found %d",
        spec.name(),
        parameter.name(),
        parameter.count(),
        parameter.shape(),
        found);
  }
}
