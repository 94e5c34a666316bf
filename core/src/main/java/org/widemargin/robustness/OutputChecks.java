package org.widemargin.robustness;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.attack.UntargetedLoss;
import org.widemargin.evaluate.Classifier;
import org.widemargin.evaluate.Linearisation;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;
import org.widemargin.torch.ValueAndGradient;

/** Checks that only look at the outputs and gradients on one batch. */
final class OutputChecks {
  private static final int FORWARDS = 5;
  private static final double MOST_DIFFERENCE = 1e-4;
  private static final double SUM_TOLERANCE = 1e-4;
  private static final double MOST_ZERO_GRADIENTS = 0.01;

  private OutputChecks() {}

  /** All of them, on one batch of samples that are classified right. */
  static List<HealthCheck> of(Classifier classifier, Tensor inputs, Tensor labels) {
    List<HealthCheck> checks = new ArrayList<>();
    try (Scope scope = Scope.open()) {
      checks.add(randomOutput(classifier, inputs));
      checks.add(softmaxInFront(classifier, inputs));
      checks.add(zeroGradients(classifier, inputs, labels));
    }
    return checks;
  }

  private static HealthCheck randomOutput(Classifier classifier, Tensor inputs) {
    Tensor first = logits(classifier, inputs);
    double scale = Math.max(Tensors.toDouble(first.abs().max()), Float.MIN_NORMAL);
    double largest = 0;
    for (int i = 1; i < FORWARDS; i++) {
      Tensor difference = logits(classifier, inputs).sub(first).abs().max();
      largest = Math.max(largest, Tensors.toDouble(difference) / scale);
    }
    return HealthCheck.atMost(
        "random output",
        largest,
        MOST_DIFFERENCE,
        "largest difference between five forward passes, relative to the largest logit; above"
            + " 0.0001 use autoattack-rand");
  }

  private static HealthCheck softmaxInFront(Classifier classifier, Tensor inputs) {
    Tensor outputs = logits(classifier, inputs);
    Tensor sums = PerSample.sum(outputs);
    double farthest = Tensors.toDouble(Ops.add(sums, -1).abs().max());
    boolean probabilities =
        farthest <= SUM_TOLERANCE
            && Tensors.toDouble(outputs.min()) >= 0
            && Tensors.toDouble(outputs.max()) <= 1;
    return HealthCheck.atMost(
        "softmax in front",
        probabilities ? 1 : 0,
        0,
        "1 if all outputs are in [0,1] and sum to 1: attacks need the logits before a softmax");
  }

  private static HealthCheck zeroGradients(Classifier classifier, Tensor inputs, Tensor labels) {
    Linearisation here = classifier.linearise(inputs);
    ValueAndGradient loss =
        ValueAndGradient.of(
            logits -> UntargetedLoss.CROSS_ENTROPY.of(logits, labels), here.logits());
    Tensor gradient = here.adjoint().apply(loss.gradient());
    double[] largest = Tensors.toDoubles(PerSample.amax(gradient.abs()));
    int zero = 0;
    for (double magnitude : largest) {
      zero += magnitude == 0 ? 1 : 0;
    }
    return HealthCheck.atMost(
        "zero gradients",
        zero / (double) largest.length,
        MOST_ZERO_GRADIENTS,
        "share of samples whose cross-entropy has a gradient of exactly zero; above 0.01 gradients"
            + " are masked");
  }

  private static Tensor logits(Classifier classifier, Tensor inputs) {
    return Autograd.withoutGradient(() -> classifier.logits(inputs));
  }
}
