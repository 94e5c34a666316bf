package org.widemargin.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * The gradient of a batch's loss from those of its parts: losses are means over samples, so each
 * part counts by its share of them.
 */
final class GradientSum {
  /**
   * A part of a batch.
   *
   * @param from the first of its samples
   * @param count how many
   */
  record Range(long from, long count) {}

  private final long samples;
  private final Map<String, Double> parts = new LinkedHashMap<>();
  private final List<Tensor> logits = new ArrayList<>();
  private List<Tensor> gradients = List.of();
  private double total;

  /** Of a batch of so many samples. */
  GradientSum(long samples) {
    this.samples = samples;
  }

  /** Divides the batch into parts that differ by one sample at most; none is empty. */
  List<Range> divided(int count) {
    long most = Math.min(count, samples);
    List<Range> ranges = new ArrayList<>();
    for (long part = 0; part < most; part++) {
      long from = part * samples / most;
      ranges.add(new Range(from, (part + 1) * samples / most - from));
    }
    return ranges;
  }

  /** Adds what was found of {@code count} samples. Of the whole batch it is taken as it is. */
  void add(
      long count,
      double loss,
      Map<String, Tensor> lossParts,
      Tensor partLogits,
      List<Tensor> partGradients) {
    double share = (double) count / samples;
    total += share * loss;
    lossParts.forEach(
        (name, mean) -> parts.merge(name, share * Tensors.toDouble(mean), Double::sum));
    logits.add(partLogits.detach());
    if (count == samples) {
      gradients = partGradients;
    } else if (gradients.isEmpty()) {
      gradients = partGradients.stream().map(gradient -> Ops.mul(gradient, share)).toList();
    } else {
      for (int i = 0; i < gradients.size(); i++) {
        Ops.addInPlace(gradients.get(i), partGradients.get(i), share);
      }
    }
  }

  /** Hands the sums on to the scope around one that ends. */
  void keep(Scope scope) {
    scope.keep(logits.get(logits.size() - 1));
    if (logits.size() == 1) {
      gradients.forEach(scope::keep);
    }
  }

  double total() {
    return total;
  }

  Map<String, Double> parts() {
    return parts;
  }

  /** In the order of the samples, {@code [N, C]}. */
  Tensor logits() {
    return logits.size() == 1 ? logits.get(0) : Tensors.concatenate(logits);
  }

  List<Tensor> gradients() {
    return gradients;
  }
}
