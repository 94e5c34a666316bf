package org.widemargin.optimize;

import static org.widemargin.error.InputException.require;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * Changes parameters in place by their gradients. Our own, over libtorch's operators: the bindings'
 * optimisers silently replace the learning rate when they load a state, and their state cannot be
 * checked by name and shape. It holds native memory: close it.
 */
public final class Optimizer implements AutoCloseable {
  private final double weightDecay;
  private final Rule rule;
  private final Map<String, Tensor> parameters;
  private final Map<String, Tensor> state = new LinkedHashMap<>();
  private boolean closed;
  private long steps;

  /**
   * How a kind of optimiser works.
   *
   * @param slots what is kept for each parameter, by name
   * @param update of one parameter, in place
   */
  private record Rule(List<String> slots, Update update) {}

  /** Changes one parameter in place. */
  @FunctionalInterface
  private interface Update {
    void of(String name, Tensor parameter, Tensor gradient, double learningRate);
  }

  /**
   * Makes an optimiser at its start.
   *
   * @param spec the update rule
   * @param weightDecay the weight of half the squared parameters in the loss (decoupled for AdamW),
   *     at least 0
   * @param parameters by name; changed by {@link #step}
   */
  public Optimizer(OptimizerSpec spec, double weightDecay, Map<String, Tensor> parameters) {
    require(weightDecay >= 0, "expected a weight decay of at least 0, found %s", weightDecay);
    this.weightDecay = weightDecay;
    this.rule = rule(spec);
    this.parameters = new LinkedHashMap<>(parameters);
    try (Scope scope = Scope.open()) {
      for (String slot : rule.slots()) {
        parameters.forEach(
            (name, parameter) ->
                state.put(key(name, slot), scope.own(Tensors.fullLike(parameter, 0))));
      }
    }
  }

  /**
   * Makes one step. Runs inside the caller's {@link Scope}.
   *
   * @param gradients one for each parameter, in their order
   * @param learningRate of this step
   * @throws IllegalStateException if the optimiser is closed
   */
  public void step(List<Tensor> gradients, double learningRate) {
    requireOpen();
    steps++;
    Autograd.withoutGradient(
        () -> {
          int index = 0;
          for (Map.Entry<String, Tensor> parameter : parameters.entrySet()) {
            rule.update()
                .of(parameter.getKey(), parameter.getValue(), gradients.get(index++), learningRate);
          }
          return steps;
        });
  }

  /**
   * The tensors that a continued run needs, by name.
   *
   * @return the tensors themselves, which stay the optimiser's
   * @throws IllegalStateException if the optimiser is closed
   */
  public Map<String, Tensor> state() {
    requireOpen();
    return Map.copyOf(state);
  }

  /**
   * How many steps were made.
   *
   * @return the count, a continued run's earlier steps included
   */
  public long steps() {
    return steps;
  }

  /**
   * Continues from a stored state.
   *
   * @param stored the elements of every tensor of {@link #state} by name
   * @param stepsMade how many steps led there
   * @throws org.widemargin.error.InputException naming the first tensor that is missing, unknown or
   *     of another size
   * @throws IllegalStateException if the optimiser is closed
   */
  public void restore(Map<String, float[]> stored, long stepsMade) {
    requireOpen();
    for (String name : stored.keySet()) {
      require(state.containsKey(name), "optimiser state: found unknown tensor '%s'", name);
    }
    try (Scope scope = Scope.open()) {
      state.forEach(
          (name, tensor) -> {
            float[] values = stored.get(name);
            require(values != null, "optimiser state: expected a tensor '%s', found none", name);
            require(
                Objects.requireNonNull(values).length == tensor.numel(),
                "optimiser state: tensor '%s': expected %d elements, found %d",
                name,
                tensor.numel(),
                values.length);
            Tensor restored = Tensors.like(tensor, values, Tensors.shape(tensor));
            Autograd.withoutGradient(() -> tensor.copy_(restored));
          });
    }
    steps = stepsMade;
  }

  /** Closing again does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      state.values().forEach(Tensors::free);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the optimiser is closed");
    }
  }

  /** The rule of a kind of optimiser. A kind that is not known here cannot be made. */
  private Rule rule(OptimizerSpec kind) {
    if (kind instanceof OptimizerSpec.Sgd sgd) {
      List<String> slots = sgd.momentum() > 0 ? List.of("momentum") : List.of();
      return new Rule(
          slots,
          decayed((name, parameter, gradient, rate) -> sgd(sgd, name, parameter, gradient, rate)));
    } else if (kind instanceof OptimizerSpec.RmsProp rmsProp) {
      List<String> slots =
          rmsProp.momentum() > 0 ? List.of("mean-square", "momentum") : List.of("mean-square");
      return new Rule(
          slots,
          decayed(
              (name, parameter, gradient, rate) ->
                  rmsProp(rmsProp, name, parameter, gradient, rate)));
    } else if (kind instanceof OptimizerSpec.Adam adam) {
      return new Rule(
          List.of("mean", "mean-square"),
          decayed(
              (name, parameter, gradient, rate) -> adam(adam, name, parameter, gradient, rate)));
    } else if (kind instanceof OptimizerSpec.AdamW adamW) {
      OptimizerSpec.Adam adam =
          new OptimizerSpec.Adam(adamW.beta1(), adamW.beta2(), adamW.epsilon());
      return new Rule(
          List.of("mean", "mean-square"),
          (name, parameter, gradient, rate) -> {
            Ops.mulInPlace(parameter, 1 - rate * weightDecay);
            adam(adam, name, parameter, gradient, rate);
          });
    }
    throw new AssertionError("a sealed type has no other case: " + kind);
  }

  /** An update whose gradient is that of the loss with half the squared parameters in it. */
  private Update decayed(Update update) {
    return weightDecay == 0
        ? update
        : (name, parameter, gradient, rate) ->
            update.of(name, parameter, Ops.add(gradient, parameter, weightDecay), rate);
  }

  private void sgd(
      OptimizerSpec.Sgd sgd, String name, Tensor parameter, Tensor gradient, double rate) {
    if (sgd.momentum() == 0) {
      Ops.addInPlace(parameter, gradient, -rate);
      return;
    }
    Tensor velocity = slot(name, "momentum");
    Ops.addInPlace(Ops.mulInPlace(velocity, sgd.momentum()), gradient, 1);
    Ops.addInPlace(parameter, velocity, -rate);
  }

  private void rmsProp(
      OptimizerSpec.RmsProp rule, String name, Tensor parameter, Tensor gradient, double rate) {
    Tensor meanSquare = slot(name, "mean-square");
    Ops.mulInPlace(meanSquare, rule.smoothing());
    Ops.addcmulInPlace(meanSquare, gradient, gradient, 1 - rule.smoothing());
    Tensor root = Ops.add(meanSquare.sqrt(), rule.epsilon());
    if (rule.momentum() == 0) {
      Ops.addcdivInPlace(parameter, gradient, root, -rate);
      return;
    }
    Tensor velocity = slot(name, "momentum");
    Ops.addcdivInPlace(Ops.mulInPlace(velocity, rule.momentum()), gradient, root, 1);
    Ops.addInPlace(parameter, velocity, -rate);
  }

  private void adam(
      OptimizerSpec.Adam rule, String name, Tensor parameter, Tensor gradient, double rate) {
    Tensor mean = slot(name, "mean");
    Ops.addInPlace(Ops.mulInPlace(mean, rule.beta1()), gradient, 1 - rule.beta1());
    Tensor meanSquare = slot(name, "mean-square");
    Ops.mulInPlace(meanSquare, rule.beta2());
    Ops.addcmulInPlace(meanSquare, gradient, gradient, 1 - rule.beta2());
    double meanBias = 1 - Math.pow(rule.beta1(), (double) steps);
    double squareBias = 1 - Math.pow(rule.beta2(), (double) steps);
    Tensor root = Ops.add(Ops.mul(meanSquare.sqrt(), 1 / Math.sqrt(squareBias)), rule.epsilon());
    Ops.addcdivInPlace(parameter, mean, root, -rate / meanBias);
  }

  private Tensor slot(String name, String slot) {
    return Objects.requireNonNull(state.get(key(name, slot)));
  }

  private static String key(String name, String slot) {
    return name + "/" + slot;
  }
}
