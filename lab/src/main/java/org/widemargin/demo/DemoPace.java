package org.widemargin.demo;

import static org.widemargin.error.InputException.require;

import org.widemargin.boundary.GradientMode;
import org.widemargin.data.DataSource;
import org.widemargin.train.RunConfig;
import org.widemargin.train.Trainer;
import org.widemargin.train.TrainingData;

/**
 * How fast a machine trains the demo's two networks.
 *
 * @param crossEntropySeconds for a step of the baseline
 * @param marginSeconds for a step with the large margin, at most
 */
public record DemoPace(double crossEntropySeconds, double marginSeconds) {
  /** The library prepares its kernels in the first steps, and the JVM compiles. */
  private static final int UNTIMED = 5;

  private static final int TIMED = 15;

  /** Checks that time passes. */
  public DemoPace {
    require(
        crossEntropySeconds > 0 && marginSeconds > 0,
        "expected steps that take time, found %s and %s seconds",
        crossEntropySeconds,
        marginSeconds);
  }

  /**
   * Makes the first steps of both trainings, and forgets them.
   *
   * @param crossEntropy the baseline's training
   * @param margin the training with the large margin
   * @param source what they learn from
   * @return the pace here and now, with whatever else the machine does
   */
  public static DemoPace measured(RunConfig crossEntropy, RunConfig margin, DataSource source) {
    return new DemoPace(
        secondsPerStep(crossEntropy, source), secondsPerStep(walkingToTheEnd(margin), source));
  }

  /** Fresh networks have near boundaries: walks that may end there would be shorter than later. */
  private static RunConfig walkingToTheEnd(RunConfig config) {
    return config.loss().margin().gradient() instanceof GradientMode.Boundary
        ? config.with("loss.margin.gradient.boundary.tolerance=0")
        : config;
  }

  private static double secondsPerStep(RunConfig config, DataSource source) {
    try (Trainer trainer = new Trainer(config, TrainingData.split(source, config))) {
      steps(trainer, UNTIMED);
      long start = System.nanoTime();
      steps(trainer, TIMED);
      return (System.nanoTime() - start) * 1e-9 / TIMED;
    }
  }

  private static void steps(Trainer trainer, int count) {
    for (int step = 0; step < count; step++) {
      trainer.step();
    }
  }
}
