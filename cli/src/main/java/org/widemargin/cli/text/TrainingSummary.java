package org.widemargin.cli.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.config.Names;
import org.widemargin.evaluate.AccuracyEvaluation;
import org.widemargin.evaluate.Classifier;
import org.widemargin.network.BatchMemory;
import org.widemargin.network.Network;
import org.widemargin.torch.Device;
import org.widemargin.train.EvaluationConfig.Keep;
import org.widemargin.train.StepTimes;
import org.widemargin.train.TrainingData;
import org.widemargin.train.TrainingOutcome;

/**
 * How a training went, as {@code train --json} gives it.
 *
 * @param run the run's folder
 * @param ending completed, stopped-early or interrupted
 * @param steps how many updates were made
 * @param bestStep the step of the highest validation accuracy; absent if none was measured
 * @param validationAccuracy that accuracy, from 0 to 1; absent if none was measured
 * @param testAccuracy of the checkpoints best and last on all test samples
 * @param seconds how long it took
 * @param dataShare the part of the steps' time that went by waiting for data, from 0 to 1
 * @param checkpoints their files
 */
public record TrainingSummary(
    String run,
    TrainingOutcome.Ending ending,
    long steps,
    @Nullable Long bestStep,
    @Nullable Double validationAccuracy,
    Map<String, Double> testAccuracy,
    double seconds,
    double dataShare,
    Map<String, String> checkpoints) {
  private static final int BATCH = 250;

  /**
   * Sums a run up, and measures its checkpoints on the test samples.
   *
   * @param run its folder
   * @param outcome how it ended
   * @param data its samples
   * @param device what measures
   * @param seconds how long it took
   * @param times where the time of its steps went
   * @return the summary
   */
  public static TrainingSummary of(
      Path run,
      TrainingOutcome outcome,
      TrainingData data,
      Device device,
      double seconds,
      StepTimes times) {
    Map<String, Double> accuracy = new LinkedHashMap<>();
    Map<String, String> checkpoints = new LinkedHashMap<>();
    for (Keep which : Keep.values()) {
      Path file = run.resolve("checkpoints/" + name(which) + ".safetensors");
      if (Files.exists(file)) {
        checkpoints.put(name(which), file.toString());
        accuracy.put(name(which), testAccuracy(file, data, device));
      }
    }
    boolean measured = outcome.bestStep() > 0;
    return new TrainingSummary(
        run.toString(),
        outcome.ending(),
        outcome.step(),
        measured ? outcome.bestStep() : null,
        measured ? outcome.bestAccuracy() : null,
        accuracy,
        seconds,
        times.dataShare(),
        checkpoints);
  }

  private static String name(Keep which) {
    return Names.ofConstant(which);
  }

  private static double testAccuracy(Path checkpoint, TrainingData data, Device device) {
    try (Network network = Checkpoint.load(checkpoint).network(device)) {
      int batch = BatchMemory.forward(network.spec(), BATCH);
      return AccuracyEvaluation.of(Classifier.of(network), data.test(), batch).fraction();
    }
  }

  /** A few lines for people. */
  public String text() {
    TextTable table = new TextTable(1, "checkpoint", "step", "test accuracy");
    testAccuracy.forEach(
        (which, accuracy) ->
            table.row(
                which,
                Long.toString(which.equals("best") && bestStep != null ? bestStep : steps),
                String.format(Locale.ROOT, "%.2f %%", 100 * accuracy)));
    String made =
        String.format(
            Locale.ROOT,
            "%s: %d steps in %.0f s, %s",
            run,
            steps,
            seconds,
            Names.ofConstant(ending).replace('-', ' '));
    String validation =
        validationAccuracy == null
            ? ""
            : String.format(
                Locale.ROOT, ", validation accuracy at best %.2f %%", 100 * validationAccuracy);
    String waited =
        String.format(Locale.ROOT, ", %.1f %% of the steps waited for data", 100 * dataShare);
    return made + validation + waited + System.lineSeparator() + table.text();
  }
}
