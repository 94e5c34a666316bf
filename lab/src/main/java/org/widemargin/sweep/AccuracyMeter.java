package org.widemargin.sweep;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.AccuracyEvaluation;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.network.BatchMemory;
import org.widemargin.network.Network;
import org.widemargin.run.MetricsFile;
import org.widemargin.run.RunFolder;
import org.widemargin.study.Measurement;
import org.widemargin.study.Quantities;
import org.widemargin.study.TrialResult.Value;
import org.widemargin.torch.Device;
import org.widemargin.train.EvaluationConfig.Keep;
import org.widemargin.train.SplitMetrics;

/** Measures the accuracies of a training's two results: the best on validation, and the last. */
final class AccuracyMeter {
  private static final int BATCH_SIZE = 500;
  private static final int TOP_FIVE = 5;

  private AccuracyMeter() {}

  static List<Value> measure(
      RunFolder run, Device device, Dataset test, Measurement.Accuracy measurement) {
    int samples = measurement.samples();
    List<Value> values = new ArrayList<>();
    int[] chosen = Batches.first(samples == 0 ? test.size() : Math.min(samples, test.size()));
    if (Files.exists(run.checkpoint(Keep.BEST))) {
      values.add(Value.of(Quantities.TEST_BEST, accuracy(run, device, Keep.BEST, test, chosen)));
    }
    values.add(Value.of(Quantities.TEST_LAST, accuracy(run, device, Keep.LAST, test, chosen)));
    if (measurement.countsTopFive()) {
      values.addAll(topFive(run, device, test, chosen));
    }
    double[] validation =
        MetricsFile.read(run.metrics()).stream()
            .filter(line -> line.split().equals(SplitMetrics.VALIDATION))
            .mapToDouble(MetricsFile.Line::accuracy)
            .toArray();
    OptionalDouble best = Arrays.stream(validation).max();
    if (best.isPresent()) {
      values.add(Value.of(Quantities.VALIDATION_BEST, best.getAsDouble()));
      values.add(Value.of(Quantities.VALIDATION_LAST, validation[validation.length - 1]));
    }
    return values;
  }

  private static List<Value> topFive(RunFolder run, Device device, Dataset test, int[] chosen) {
    List<Value> values = new ArrayList<>();
    if (Files.exists(run.checkpoint(Keep.BEST))) {
      values.add(
          Value.of(
              Quantities.topFive(Quantities.TEST_BEST),
              among(run, device, Keep.BEST, test, chosen)));
    }
    values.add(
        Value.of(
            Quantities.topFive(Quantities.TEST_LAST), among(run, device, Keep.LAST, test, chosen)));
    return values;
  }

  private static double accuracy(
      RunFolder run, Device device, Keep which, Dataset test, int[] samples) {
    try (Network network = Checkpoint.load(run.checkpoint(which)).network(device)) {
      int batch = BatchMemory.forward(network.spec(), BATCH_SIZE);
      return AccuracyEvaluation.of(Classifier.of(network), test, samples, batch).fraction();
    }
  }

  private static double among(
      RunFolder run, Device device, Keep which, Dataset test, int[] samples) {
    try (Network network = Checkpoint.load(run.checkpoint(which)).network(device)) {
      int batch = BatchMemory.forward(network.spec(), BATCH_SIZE);
      return AccuracyEvaluation.among(Classifier.of(network), test, samples, batch, TOP_FIVE)
          .fraction();
    }
  }
}
