package org.widemargin.train;

import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.data.Dataset;
import org.widemargin.data.Splits;
import org.widemargin.evaluate.Decision;
import org.widemargin.loss.Loss;
import org.widemargin.loss.LossValue;
import org.widemargin.network.Activations;
import org.widemargin.network.InputBatch;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Tensors;

/** Measures accuracy and a loss of the logits in inference mode, always on the same samples. */
final class ClassificationMeter {
  /**
   * What was measured.
   *
   * @param accuracy the part classified rightly, from 0 to 1
   * @param topFive the part whose class is among the five first; null of ten classes or fewer
   * @param losses the mean {@code loss} and its parts, by name
   */
  record Classification(double accuracy, @Nullable Double topFive, Map<String, Double> losses) {}

  private static final String ACCURACY = "accuracy";

  private final Dataset samples;
  private final Loss loss;
  private final int batchSize;

  /**
   * Draws the samples.
   *
   * @param dataset where from
   * @param count how many, at most; at least 1
   * @param loss a function of the logits alone
   * @param batchSize how many at once
   * @param seed the run's seed
   */
  ClassificationMeter(Dataset dataset, int count, Loss loss, int batchSize, long seed) {
    this.samples = Splits.samples(dataset, Math.min(count, dataset.size()), seed);
    this.loss = loss;
    this.batchSize = batchSize;
  }

  /** How many samples are measured. */
  int samples() {
    return samples.size();
  }

  /** Measures a network, or throws that it was stopped. */
  Classification measure(Network network, EvaluationWatch watch) {
    Sums sums = new Sums();
    MeterBatches.forEach(
        samples,
        batchSize,
        watch,
        indices ->
            Autograd.withoutGradient(
                () -> {
                  Tensor input = InputBatch.samples(samples, indices, network.device());
                  Tensor labels = InputBatch.labels(samples, indices, network.device());
                  Activations activations = network.forward(input, Mode.INFERENCE);
                  LossValue value = loss.of(activations, labels);
                  sums.count(indices.length);
                  sums.add(ACCURACY, Decision.count(activations.logits(), labels));
                  TopFive.add(sums, activations.logits(), labels, indices.length);
                  sums.add("loss", Tensors.toDouble(value.total()) * indices.length);
                  value
                      .parts()
                      .forEach(
                          (part, mean) -> sums.add(part, Tensors.toDouble(mean) * indices.length));
                  return sums;
                }));
    Map<String, Double> losses = sums.means();
    double accuracy = Objects.requireNonNull(losses.remove(ACCURACY));
    return new Classification(accuracy, TopFive.takenFrom(losses), losses);
  }
}
