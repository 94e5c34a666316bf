package org.widemargin.optimize;

import static org.widemargin.InputException.require;

import java.util.ArrayList;
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
  private final OptimizerSpec spec;
  private final double weightDecay;
  private final Map<String, Tensor> parameters;
  private final Map<String, Tensor> state = new LinkedHashMap<>();
  private long steps;

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
    this.spec = spec;
    this.weightDecay = weightDecay;
    this.parameters = new LinkedHashMap<>(parameters);
    try (Scope scope = Scope.open()) {
      for (String slot : slots()) {
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
   */
  public void step(List<Tensor> gradients, double learningRate) {
    steps++;
    Autograd.withoutGradient(
        () -> {
          int index = 0;
          for (Map.Entry<String, Tensor> parameter : parameters.entrySet()) {
            update(parameter.getKey(), parameter.getValue(), gradients.get(index++), learningRate);
          }
          return steps;
        });
  }

  /**
   * The tensors that a continued run needs, by name.
   *
   * @return the tensors themselves, which stay the optimiser's
   */
  public Map<String, Tensor> state() {
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
   * @throws org.widemargin.InputException naming the first tensor that is missing, unknown or of
   *     another size
   */
  public void restore(Map<String, float[]> stored, long stepsMade) {
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
            Tensor restored = Tensors.of(values, Tensors.shape(tensor));
            Autograd.withoutGradient(() -> tensor.copy_(restored));
          });
    }
    steps = stepsMade;
  }

  @Override
  public void close() {
    state.values().forEach(Tensors::free);
  }

  private void update(String name, Tensor parameter, Tensor gradient, double learningRate) {
    boolean decoupled = spec instanceof OptimizerSpec.AdamW;
    Tensor decayed =
        weightDecay == 0 || decoupled ? gradient : Ops.add(gradient, parameter, weightDecay);
    if (spec instanceof OptimizerSpec.Sgd sgd) {
      sgd(sgd, name, parameter, decayed, learningRate);
    } else if (spec instanceof OptimizerSpec.RmsProp rmsProp) {
      rmsProp(rmsProp, name, parameter, decayed, learningRate);
    } else if (spec instanceof OptimizerSpec.Adam adam) {
      adam(adam, name, parameter, decayed, learningRate);
    } else if (spec instanceof OptimizerSpec.AdamW adamW) {
      Ops.mulInPlace(parameter, 1 - learningRate * weightDecay);
      OptimizerSpec.Adam adam =
          new OptimizerSpec.Adam(adamW.beta1(), adamW.beta2(), adamW.epsilon());
      adam(adam, name, parameter, decayed, learningRate);
    }
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

  private List<String> slots() {
    List<String> slots = new ArrayList<>();
    if (spec instanceof OptimizerSpec.Sgd sgd && sgd.momentum() > 0) {
      slots.add("momentum");
    } else if (spec instanceof OptimizerSpec.RmsProp rmsProp) {
      slots.add("mean-square");
      if (rmsProp.momentum() > 0) {
        slots.add("momentum");
      }
    } else if (spec instanceof OptimizerSpec.Adam || spec instanceof OptimizerSpec.AdamW) {
      slots.add("mean");
      slots.add("mean-square");
    }
    return slots;
  }
}
