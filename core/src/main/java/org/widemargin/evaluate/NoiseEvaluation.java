package org.widemargin.evaluate;

import static org.widemargin.error.InputException.require;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.Dataset;
import org.widemargin.data.ValidRange;
import org.widemargin.network.InputBatch;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * Gaussian noise on every element, clipped to the range (paper, section 4): how much a classifier
 * withstands what nobody chose. It is bounded by no ball, so it is not an attack.
 *
 * @param deviation the standard deviation, in the units of the input (pixels in [0,1]); at least 0
 * @param range the box of valid inputs; empty where any number is valid
 * @param seed of the noise; each sample has its own
 */
public record NoiseEvaluation(double deviation, Optional<ValidRange> range, long seed) {
  /** Checks the deviation. */
  public NoiseEvaluation {
    require(
        deviation >= 0 && Double.isFinite(deviation),
        "expected a standard deviation of noise of at least 0, found %s",
        deviation);
  }

  /**
   * Classifies samples in noise (paper, figure 7).
   *
   * @param classifier what to measure
   * @param dataset where the samples come from
   * @param samples which of them
   * @param batchSize how many samples at once
   * @return which samples were right in noise, in their order
   */
  public Accuracy accuracy(Classifier classifier, Dataset dataset, int[] samples, int batchSize) {
    return accuracy(classifier, dataset, samples, batchSize, Decision::correct);
  }

  private Accuracy accuracy(
      Classifier classifier,
      Dataset dataset,
      int[] samples,
      int batchSize,
      BiFunction<Tensor, Tensor, boolean[]> decision) {
    boolean[] right = new boolean[samples.length];
    int position = 0;
    for (int[] batch : Batches.of(samples, batchSize)) {
      boolean[] found = classify(classifier, dataset, batch, decision);
      System.arraycopy(found, 0, right, position, found.length);
      position += found.length;
    }
    return Accuracy.of(right);
  }

  /**
   * Classifies samples with and without noise: what stands it, as attacks are counted.
   *
   * @param classifier what to measure
   * @param dataset where the samples come from
   * @param samples which of them
   * @param batchSize how many samples at once
   * @return which samples were right both clean and in noise, in their order
   */
  public Accuracy withstood(Classifier classifier, Dataset dataset, int[] samples, int batchSize) {
    return AccuracyEvaluation.of(classifier, dataset, samples, batchSize)
        .and(accuracy(classifier, dataset, samples, batchSize));
  }

  /**
   * Classifies samples with and without noise, and counts those whose class is among the first few.
   *
   * @param classifier what to measure
   * @param dataset where the samples come from
   * @param samples which of them
   * @param batchSize how many samples at once
   * @param first how many classes count as found, at least 1
   * @return which samples have their class among them both clean and in noise, in their order
   */
  public Accuracy withstoodAmong(
      Classifier classifier, Dataset dataset, int[] samples, int batchSize, int first) {
    return AccuracyEvaluation.among(classifier, dataset, samples, batchSize, first)
        .and(
            accuracy(
                classifier,
                dataset,
                samples,
                batchSize,
                (logits, labels) -> Decision.among(logits, labels, first)));
  }

  /**
   * Makes noisy samples.
   *
   * @param dataset where the samples come from
   * @param samples which of them
   * @param device where to
   * @return a new tensor {@code [N, ...]}
   */
  public Tensor noisy(Dataset dataset, int[] samples, Device device) {
    Tensor clean = InputBatch.samples(dataset, samples, Device.CPU);
    int elements = dataset.sampleShape().elements();
    float[] values = Tensors.toFloats(clean);
    for (int i = 0; i < samples.length; i++) {
      SplittableRandom random = RandomStream.of(seed, "gaussian-noise", samples[i]);
      for (int j = i * elements; j < (i + 1) * elements; j++) {
        values[j] = clip(values[j] + deviation * random.nextGaussian());
      }
    }
    return Tensors.of(device, values, Tensors.shape(clean));
  }

  private boolean[] classify(
      Classifier classifier,
      Dataset dataset,
      int[] batch,
      BiFunction<Tensor, Tensor, boolean[]> decision) {
    try (Scope scope = Scope.open()) {
      Tensor noisy = noisy(dataset, batch, classifier.device());
      return decision.apply(
          Autograd.withoutGradient(() -> classifier.logits(noisy)),
          InputBatch.labels(dataset, batch, classifier.device()));
    }
  }

  private float clip(double value) {
    return (float) range.map(box -> box.clamp(value)).orElse(value).doubleValue();
  }
}
