package org.widemargin.train;

import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.margin.MarginSpec;
import org.widemargin.network.Network;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Scope;

/** Stops a run at the first number that is not finite, and says what probably made it so. */
final class DivergenceGuard {
  /** A violation this large leaves float32 few digits for anything else in the loss. */
  private static final double LARGE_VIOLATION = 1e6;

  private final LossConfig loss;
  private final OptimizationConfig optimization;
  private double lastGradientNorm = Double.NaN;

  DivergenceGuard(LossConfig loss, OptimizationConfig optimization) {
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
  void checkGradient(long step, double norm, Tensor input) {
    if (!Double.isFinite(norm)) {
      throw failure(step, "the gradient's norm is " + norm + " while the loss is finite", input);
    }
    lastGradientNorm = norm;
  }

  /** Checks all weights and running statistics after {@code step} updates, before they are kept. */
  void checkWeights(long step, Network network) {
    try (Scope scope = Scope.open()) {
      for (Map.Entry<String, Tensor> entry : network.state().entrySet()) {
        if (!Ops.allFinite(entry.getValue())) {
          throw new DivergenceException(
              step, "'" + entry.getKey() + "' is no longer finite; " + likelyCause());
        }
      }
    }
  }

  private DivergenceException failure(long step, String found, Tensor input) {
    String cause =
        Ops.allFinite(input)
            ? likelyCause()
            : "the data are not finite: a sample of this batch holds NaN or an infinity";
    return new DivergenceException(step + 1, found + "; " + cause);
  }

  private String likelyCause() {
    MarginSpec margin = loss.margin();
    double violation = margin.gamma() * margin.clip();
    if (loss.kind() == LossConfig.Kind.MARGIN
        && Double.isFinite(violation)
        && violation > LARGE_VIOLATION) {
      return String.format(
          Locale.ROOT,
          "likely cause: violations up to gamma * clip = %.3g; lower gamma or clip",
          violation);
    }
    String advice =
        Double.isInfinite(optimization.clipGradientNorm())
            ? "lower it or set clip-gradient-norm"
            : "lower it";
    String before =
        Double.isNaN(lastGradientNorm)
            ? ""
            : String.format(
                Locale.ROOT, " (gradient norm %.3g in the last good step)", lastGradientNorm);
    return String.format(
        Locale.ROOT,
        "likely cause: the learning rate %s is too high%s; %s",
        optimization.learningRate(),
        before,
        advice);
  }
}
