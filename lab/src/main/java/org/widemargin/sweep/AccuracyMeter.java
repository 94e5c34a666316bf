package org.widemargin.sweep;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.AccuracyEvaluation;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.network.Network;
import org.widemargin.study.TrialResult.Value;
import org.widemargin.train.EvaluationConfig.Keep;
import org.widemargin.train.MetricsFile;
import org.widemargin.train.RunConfig;
import org.widemargin.train.RunFolder;
import org.widemargin.train.SplitMetrics;

/** Measures the accuracies of a training's two results: the best on validation, and the last. */
public final class AccuracyMeter {
  /** Test accuracy of the network with the best validation accuracy. */
  public static final String TEST_BEST = "test-best";

  /** Test accuracy after the last step. */
  public static final String TEST_LAST = "test-last";

  /** The best validation accuracy. */
  public static final String VALIDATION_BEST = "validation-best";

  /** Validation accuracy after the last step. */
  public static final String VALIDATION_LAST = "validation-last";

  private static final int BATCH_SIZE = 500;

  private AccuracyMeter() {}

  /**
   * The test accuracy of the network that a training keeps, which is the one that is attacked.
   *
   * @param config of the training
   * @return the name of its quantity, and what stands in where no samples were held out
   */
  public static List<String> testOfKept(RunConfig config) {
    return config.evaluation().keep() == Keep.BEST
        ? List.of(TEST_BEST, TEST_LAST)
        : List.of(TEST_LAST);
  }

  /** The validation accuracy of the network that a training keeps. */
  static String validationOfKept(RunConfig config) {
    return config.evaluation().keep() == Keep.BEST ? VALIDATION_BEST : VALIDATION_LAST;
  }

  static List<Value> measure(RunFolder run, Dataset test, int samples) {
    List<Value> values = new ArrayList<>();
    int[] chosen = Batches.first(samples == 0 ? test.size() : Math.min(samples, test.size()));
    if (Files.exists(run.checkpoint(Keep.BEST))) {
      values.add(Value.of(TEST_BEST, accuracy(run, Keep.BEST, test, chosen)));
    }
    values.add(Value.of(TEST_LAST, accuracy(run, Keep.LAST, test, chosen)));
    double[] validation =
        MetricsFile.read(run.metrics()).stream()
            .filter(line -> line.split().equals(SplitMetrics.VALIDATION))
            .mapToDouble(MetricsFile.Line::accuracy)
            .toArray();
    OptionalDouble best = java.util.Arrays.stream(validation).max();
    if (best.isPresent()) {
      values.add(Value.of(VALIDATION_BEST, best.getAsDouble()));
      values.add(Value.of(VALIDATION_LAST, validation[validation.length - 1]));
    }
    return values;
  }

  private static double accuracy(RunFolder run, Keep which, Dataset test, int[] samples) {
    try (Network network = Checkpoint.load(run.checkpoint(which)).network()) {
      return AccuracyEvaluation.of(Classifier.of(network), test, samples, BATCH_SIZE).fraction();
    }
  }
}
