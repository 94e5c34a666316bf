package org.widemargin.evaluate;

import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.Dataset;
import org.widemargin.network.InputBatch;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Scope;

/** Measures the accuracy on clean samples. */
public final class AccuracyEvaluation {
  private AccuracyEvaluation() {}

  /**
   * Classifies every sample of a data set.
   *
   * @param classifier what to measure
   * @param dataset on what
   * @param batchSize how many samples at once
   * @return which samples it got right
   */
  public static Accuracy of(Classifier classifier, Dataset dataset, int batchSize) {
    return of(classifier, dataset, Batches.first(dataset.size()), batchSize);
  }

  /**
   * Classifies chosen samples.
   *
   * @param classifier what to measure
   * @param dataset where the samples come from
   * @param samples which of them
   * @param batchSize how many samples at once
   * @return which of them it got right, in their order
   */
  public static Accuracy of(Classifier classifier, Dataset dataset, int[] samples, int batchSize) {
    return of(classifier, dataset, samples, batchSize, done -> {});
  }

  /**
   * Classifies chosen samples, and tells how it goes.
   *
   * @param classifier what to measure
   * @param dataset where the samples come from
   * @param samples which of them
   * @param batchSize how many samples at once
   * @param told is told after each batch how many samples are done
   * @return which of them it got right, in their order
   */
  public static Accuracy of(
      Classifier classifier, Dataset dataset, int[] samples, int batchSize, IntConsumer told) {
    return of(classifier, dataset, samples, batchSize, told, Decision::correct);
  }

  /**
   * Classifies chosen samples, and counts those whose class is among the first few.
   *
   * @param classifier what to measure
   * @param dataset where the samples come from
   * @param samples which of them
   * @param batchSize how many samples at once
   * @param first how many classes count as found, at least 1
   * @return which samples have their class among them, in their order
   */
  public static Accuracy among(
      Classifier classifier, Dataset dataset, int[] samples, int batchSize, int first) {
    return of(
        classifier,
        dataset,
        samples,
        batchSize,
        done -> {},
        (logits, labels) -> Decision.among(logits, labels, first));
  }

  private static Accuracy of(
      Classifier classifier,
      Dataset dataset,
      int[] samples,
      int batchSize,
      IntConsumer told,
      BiFunction<Tensor, Tensor, boolean[]> decision) {
    boolean[] correct = new boolean[samples.length];
    int position = 0;
    for (int[] batch : Batches.of(samples, batchSize)) {
      boolean[] found = classify(classifier, dataset, batch, decision);
      System.arraycopy(found, 0, correct, position, found.length);
      position += found.length;
      told.accept(position);
    }
    return Accuracy.of(correct);
  }

  private static boolean[] classify(
      Classifier classifier,
      Dataset dataset,
      int[] batch,
      BiFunction<Tensor, Tensor, boolean[]> decision) {
    try (Scope scope = Scope.open()) {
      Tensor inputs = InputBatch.samples(dataset, batch, classifier.device());
      Tensor logits = Autograd.withoutGradient(() -> classifier.logits(inputs));
      return decision.apply(logits, InputBatch.labels(dataset, batch, classifier.device()));
    }
  }
}
