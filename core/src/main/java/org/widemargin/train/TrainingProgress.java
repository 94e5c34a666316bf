package org.widemargin.train;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.checkpoint.CheckpointManifest;
import org.widemargin.evaluate.Decision;
import org.widemargin.parallel.Workers;

/**
 * What a run remembers between its steps: averages since the last evaluation, and the best one. It
 * is the same on all workers of the run.
 */
final class TrainingProgress {
  private final Workers workers;
  private Sums sinceEvaluation;
  private long bestStep;
  private double bestAccuracy;

  /** Goes on from what a checkpoint keeps. */
  TrainingProgress(CheckpointManifest.Progress kept, Workers workers) {
    this.workers = workers;
    this.sinceEvaluation = new Sums(kept.sums(), kept.averagedSteps());
    this.bestStep = kept.bestStep();
    this.bestAccuracy = kept.bestAccuracy();
  }

  /** Adds a step: what its update was made from. */
  void add(TrainingStep.Update made, Tensor labels) {
    Sums ofStep = new Sums();
    ofStep.add("loss", made.total());
    ofStep.add("accuracy", (double) Decision.count(made.logits(), labels) / labels.size(0));
    TopFive.add(ofStep, made.logits(), labels, 1);
    ofStep.add("gradient-norm", made.gradientNorm());
    made.parts().forEach(ofStep::add);
    overBatch(ofStep.sums(), labels.size(0)).forEach(sinceEvaluation::add);
    sinceEvaluation.count(1);
  }

  /** Means over the whole batch, of those over this worker's part. */
  private Map<String, Double> overBatch(Map<String, Double> means, long samples) {
    if (workers.shard().count() > 1) {
      double[] numbers = new double[means.size() + 1];
      int last = means.size();
      int i = 0;
      for (double mean : means.values()) {
        numbers[i++] = mean * samples;
      }
      numbers[last] = samples;
      double[] sums = workers.sums(numbers);
      int next = 0;
      for (Map.Entry<String, Double> mean : means.entrySet()) {
        mean.setValue(sums[next++] / sums[last]);
      }
    }
    return means;
  }

  /** Whether steps were made that no evaluation has told of. */
  boolean hasNews() {
    return sinceEvaluation.count() > 0;
  }

  /** Averages over the steps that no evaluation has told of. */
  Map<String, Double> averages() {
    return sinceEvaluation.means();
  }

  /**
   * Notes an evaluation. The first worker's counts: on other machines the last digits may differ.
   *
   * @return whether its validation accuracy is the best so far
   */
  boolean evaluated(List<SplitMetrics> metrics, long step) {
    sinceEvaluation = new Sums();
    for (SplitMetrics measured : metrics) {
      if (measured.split().equals(SplitMetrics.VALIDATION)) {
        double accuracy = workers.sums(workers.isFirst() ? measured.accuracy() : 0)[0];
        if (bestStep == 0 || accuracy > bestAccuracy) {
          bestStep = step;
          bestAccuracy = accuracy;
          return true;
        }
      }
    }
    return false;
  }

  /** The step of the best evaluation. */
  long bestStep() {
    return bestStep;
  }

  /** How a run ends that ends here. */
  TrainingOutcome outcome(TrainingOutcome.Ending ending, long step) {
    return new TrainingOutcome(ending, step, bestStep, bestAccuracy);
  }

  /** What a checkpoint keeps. */
  CheckpointManifest.Progress kept() {
    return new CheckpointManifest.Progress(
        bestStep, bestAccuracy, sinceEvaluation.count(), sinceEvaluation.sums());
  }
}
