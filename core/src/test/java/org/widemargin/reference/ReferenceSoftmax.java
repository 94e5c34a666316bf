package org.widemargin.reference;

/** Softmax, its derivatives and the cross-entropy, from their definitions. */
final class ReferenceSoftmax {
  private ReferenceSoftmax() {}

  /** exp(z_i) / sum_k exp(z_k). */
  static Dual[] probabilities(Dual[] logits) {
    Dual[] probabilities = new Dual[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = logits[i].minus(logSumExp(logits)).exp();
    }
    return probabilities;
  }

  /** Derivative of probability i with respect to logit k: P_i (1[i = k] - P_k). */
  static Dual derivative(Dual[] logits, int i, int k) {
    Dual[] probabilities = probabilities(logits);
    return probabilities[i].times(Dual.constant(i == k ? 1 : 0).minus(probabilities[k]));
  }

  /** -log P_label. */
  static Dual crossEntropy(Dual[] logits, int label) {
    return logSumExp(logits).minus(logits[label]);
  }

  /**
   * log sum_k exp(z_k); the largest value is taken out as a constant, which changes neither value
   * nor derivative.
   */
  private static Dual logSumExp(Dual[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (Dual logit : logits) {
      largest = Math.max(largest, logit.value());
    }
    Dual sum = Dual.ZERO;
    for (Dual logit : logits) {
      sum = sum.plus(logit.plus(-largest).exp());
    }
    return sum.log().plus(largest);
  }
}
