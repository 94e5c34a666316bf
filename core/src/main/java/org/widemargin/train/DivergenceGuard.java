package org.widemargin.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.margin.MarginSpec;
import org.widemargin.network.Network;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * Stops a run at the first number that is not finite, and says what was found where: in the
 * samples, in the weights, in the gradients. It names no cause that it has not looked at.
 */
final class DivergenceGuard {
  /** Numbers this large leave float32 few digits for anything else in a sum. */
  private static final double LARGE = 1e6;

  private final Network network;
  private final LossConfig loss;
  private final OptimizationConfig optimization;
  private double lastGradientNorm = Double.NaN;

  DivergenceGuard(Network network, LossConfig loss, OptimizationConfig optimization) {
    this.network = network;
    this.loss = loss;
    this.optimization = optimization;
  }

  /** Checks a batch's loss before it is differentiated. */
  void checkLoss(long step, double total, Tensor input) {
    if (!Double.isFinite(total)) {
      throw failure(step, "the loss is " + total, input);
    }
  }

  /** Checks the global norm of the gradients, which is finite only if every gradient is. */
  void checkGradient(long step, double norm, List<Tensor> gradients, Tensor input) {
    if (!Double.isFinite(norm)) {
      String found = "the gradient's norm is " + norm + " while the loss is finite";
      List<String> names = List.copyOf(optimization.trainLayers().of(network).keySet());
      for (int i = 0; i < names.size(); i++) {
        if (!Ops.allFinite(gradients.get(i))) {
          throw failure(step, found + ", first in '" + names.get(i) + "'", input);
        }
      }
      throw failure(step, found, input);
    }
    lastGradientNorm = norm;
  }

  /** Checks all weights and running statistics after {@code step} updates, before they are kept. */
  void checkWeights(long step) {
    String found = weightsThatAreNotFinite();
    if (!found.isEmpty()) {
      throw new DivergenceException(step, found + "; " + settings());
    }
  }

  private DivergenceException failure(long step, String found, Tensor input) {
    List<String> facts = new ArrayList<>(List.of(found));
    String samples = samples(input);
    String weights = weightsThatAreNotFinite();
    // What flows through a network follows from its data and weights: only where these are finite
    // does a layer have a fault of its own.
    String layer =
        samples.isEmpty() && weights.isEmpty()
            ? Overflow.found(network, input, optimization.precision().here())
            : "";
    for (String fact : List.of(samples, weights, layer, violations())) {
      if (!fact.isEmpty()) {
        facts.add(fact);
      }
    }
    facts.add(settings());
    return new DivergenceException(step + 1, String.join("; ", facts));
  }

  private String samples(Tensor input) {
    float[] values = Tensors.toFloats(input);
    int features = values.length / (int) Tensors.shape(input)[0];
    int largest = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return "the data are not finite: " + place(values, i, features);
      }
      largest = Math.abs(values[i]) > Math.abs(values[largest]) ? i : largest;
    }
    return Math.abs(values[largest]) > LARGE
        ? "the data are very large: " + place(values, largest, features) + "; scale them first"
        : "";
  }

  private static String place(float[] values, int index, int features) {
    return String.format(
        Locale.ROOT,
        "%s in sample %d of the batch, number %d of it",
        values[index],
        index / features + 1,
        index % features + 1);
  }

  /** Empty if all are finite. */
  private String weightsThatAreNotFinite() {
    try (Scope scope = Scope.open()) {
      for (Map.Entry<String, Tensor> entry : network.state().entrySet()) {
        if (!Ops.allFinite(entry.getValue())) {
          return "'" + entry.getKey() + "' is no longer finite";
        }
      }
    }
    return "";
  }

  private String violations() {
    MarginSpec margin = loss.margin();
    double violation = margin.gamma() * margin.clip();
    return loss.kind() == LossConfig.Kind.MARGIN && Double.isFinite(violation) && violation > LARGE
        ? String.format(
            Locale.ROOT, "violations may reach gamma * clip = %.3g; lower gamma or clip", violation)
        : "";
  }

  /** What a user may turn. */
  private String settings() {
    String before =
        Double.isNaN(lastGradientNorm)
            ? ""
            : String.format(
                Locale.ROOT, ", and the gradient norm was %.3g one step before", lastGradientNorm);
    String advice =
        Double.isInfinite(optimization.clipGradientNorm())
            ? "a lower one or clip-gradient-norm may help"
            : "a lower one may help";
    return String.format(
        Locale.ROOT, "the learning rate was %s%s: %s", optimization.learningRate(), before, advice);
  }
}
