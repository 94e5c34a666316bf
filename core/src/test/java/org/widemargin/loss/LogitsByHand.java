package org.widemargin.loss;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Losses of plain arrays of logits in float64, and the softmax from its definition. */
final class LogitsByHand {
  static final int CLASSES = 4;
  static final int[] LABELS = {2, 0, 3};

  private LogitsByHand() {}

  /** A mean over samples as a function of logits and labels. */
  interface Mean extends BiFunction<Tensor, Tensor, Tensor> {}

  /** Logits of a few samples, one after the other. */
  static double[] random(long seed, double deviation) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] logits = new double[LABELS.length * CLASSES];
    Arrays.setAll(logits, i -> deviation * random.nextGaussian());
    return logits;
  }

  static double value(Mean loss, double[] logits, int... labels) {
    try (Scope scope = Scope.open()) {
      return Tensors.toDouble(
          loss.apply(tensor(logits, labels), Tensors.labels(Device.CPU, labels)));
    }
  }

  static double[] gradient(Mean loss, double[] logits, int... labels) {
    try (Scope scope = Scope.open()) {
      Tensor leaf = Autograd.leaf(tensor(logits, labels));
      Tensor total = loss.apply(leaf, Tensors.labels(Device.CPU, labels));
      return Tensors.toDoubles(Autograd.gradients(total, List.of(leaf)).get(0));
    }
  }

  private static Tensor tensor(double[] logits, int... labels) {
    return Tensors.of(Device.CPU, logits, labels.length, logits.length / labels.length);
  }

  /** log p_i of one sample: the largest logit is taken out, as it would overflow. */
  static double logProbability(double[] logits, int sample, int index) {
    int start = sample * CLASSES;
    double[] own = Arrays.copyOfRange(logits, start, start + CLASSES);
    double largest = Arrays.stream(own).max().orElseThrow();
    double sum = Arrays.stream(own).map(logit -> Math.exp(logit - largest)).sum();
    return own[index] - largest - Math.log(sum);
  }
}
