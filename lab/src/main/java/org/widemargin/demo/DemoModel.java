package org.widemargin.demo;

import java.nio.file.Path;
import java.util.List;
import org.widemargin.distance.LayerDistances;
import org.widemargin.robustness.NoiseTable;
import org.widemargin.robustness.RobustnessTable;
import org.widemargin.run.MetricsFile;
import org.widemargin.train.RunConfig;

/**
 * One of the demo's networks, trained and measured.
 *
 * @param name for people, such as {@code cross-entropy}
 * @param run the run's folder
 * @param config the run's configuration
 * @param step the step of the checkpoint that was measured
 * @param metrics the evaluations during training
 * @param inNoise the accuracies on all test samples, clean and in noise
 * @param robustness the accuracies on the first of them, under attack
 * @param distances of test samples to their nearest boundaries at the input, in the norm of the
 *     attacks
 */
public record DemoModel(
    String name,
    Path run,
    RunConfig config,
    long step,
    List<MetricsFile.Line> metrics,
    NoiseTable inNoise,
    RobustnessTable robustness,
    LayerDistances distances) {
  /** Copies the list. */
  public DemoModel {
    metrics = List.copyOf(metrics);
  }
}
