package org.widemargin.robustness;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.attack.UntargetedLoss;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.evaluate.Linearisation;
import org.widemargin.network.InputBatch;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;
import org.widemargin.torch.ValueAndGradient;

/** Checks that only look at outputs and gradients. */
final class OutputChecks {
  private static final int FORWARDS = 5;
  private static final double MOST_DIFFERENCE = 1e-4;
  private static final double SUM_TOLERANCE = 1e-4;
  private static final double MOST_ZERO_GRADIENTS = 0.01;

  private OutputChecks() {}

  /**
   * All of them.
   *
   * @param classifier whom
   * @param dataset where the samples come from
   * @param samples which of them, at least one; all classified right
   * @param batchSize how many at a time
   */
  static List<HealthCheck> of(
      Classifier classifier, Dataset dataset, int[] samples, int batchSize) {
    double difference = 0;
    boolean probabilities = true;
    int zero = 0;
    for (int[] batch : Batches.of(samples, batchSize)) {
      try (Scope scope = Scope.open()) {
        Tensor inputs = InputBatch.samples(dataset, batch, classifier.device());
        Tensor labels = InputBatch.labels(dataset, batch, classifier.device());
        difference = Math.max(difference, difference(classifier, inputs));
        probabilities &= areProbabilities(classifier, inputs);
        zero += zeroGradients(classifier, inputs, labels);
      }
    }
    return List.of(
        HealthCheck.atMost(
            "random output",
            difference,
            MOST_DIFFERENCE,
            "largest difference between five forward passes, relative to the largest logit; above"
                + " 0.0001 use autoattack-rand"),
        HealthCheck.atMost(
            "softmax in front",
            probabilities ? 1 : 0,
            0,
            "1 if all outputs are in [0,1] and sum to 1: attacks need the logits before a softmax"),
        HealthCheck.atMost(
            "zero gradients",
            zero / (double) samples.length,
            MOST_ZERO_GRADIENTS,
            "share of samples whose cross-entropy has a gradient of exactly zero; above 0.01"
                + " gradients are masked"));
  }

  private static double difference(Classifier classifier, Tensor inputs) {
    Tensor first = logits(classifier, inputs);
    double scale = Math.max(Tensors.toDouble(first.abs().max()), Float.MIN_NORMAL);
    double largest = 0;
    for (int i = 1; i < FORWARDS; i++) {
      Tensor difference = logits(classifier, inputs).sub(first).abs().max();
      largest = Math.max(largest, Tensors.toDouble(difference) / scale);
    }
    return largest;
  }

  private static boolean areProbabilities(Classifier classifier, Tensor inputs) {
    Tensor outputs = logits(classifier, inputs);
    Tensor sums = PerSample.sum(outputs);
    double farthest = Tensors.toDouble(Ops.add(sums, -1).abs().max());
    return farthest <= SUM_TOLERANCE
        && Tensors.toDouble(outputs.min()) >= 0
        && Tensors.toDouble(outputs.max()) <= 1;
  }

  private static int zeroGradients(Classifier classifier, Tensor inputs, Tensor labels) {
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
    return zero;
  }

  private static Tensor logits(Classifier classifier, Tensor inputs) {
    return Autograd.withoutGradient(() -> classifier.logits(inputs));
  }
}
