package org.widemargin.sweep;

import java.util.Arrays;
import java.util.List;
import org.widemargin.study.Measurement;
import org.widemargin.study.TrialResult.Value;
import org.widemargin.torch.Device;
import org.widemargin.torch.DeviceChoice;
import org.widemargin.torch.Devices;
import org.widemargin.train.RunConfig;
import org.widemargin.train.Trainer;

/**
 * Times training steps of two methods, one of each in turn, so that whatever else the machine does
 * meets both alike.
 */
public final class StepTimer {
  /** The median time of a step, in milliseconds. */
  public static final String MILLISECONDS = "milliseconds";

  /** That time over the baseline's. */
  public static final String RELATIVE = "relative-cost";

  private static final int WARM_UP = 2;

  private StepTimer() {}

  static List<Value> measure(
      Measurement.Cost cost, RunConfig method, RunConfig baseline, DataCache data, Device device) {
    int steps = cost.steps() + WARM_UP;
    double[] own = new double[steps];
    double[] others = new double[steps];
    try (Trainer first = trainer(method, steps, data, device);
        Trainer second = trainer(baseline, steps, data, device)) {
      for (int step = 0; step < steps; step++) {
        own[step] = milliseconds(first);
        others[step] = milliseconds(second);
      }
    }
    double median = median(own);
    return List.of(Value.of(MILLISECONDS, median), Value.of(RELATIVE, median / median(others)));
  }

  private static Trainer trainer(RunConfig config, int steps, DataCache data, Device device) {
    RunConfig timed =
        config
            .with("optimization.steps=" + steps, "evaluation.distance-samples=0")
            .on(new DeviceChoice(device));
    return new Trainer(timed, data.of(config));
  }

  private static double milliseconds(Trainer trainer) {
    long start = System.nanoTime();
    trainer.step();
    Devices.synchronize(trainer.network().device());
    return (System.nanoTime() - start) * 1e-6;
  }

  private static double median(double[] times) {
    return Median.of(Arrays.copyOfRange(times, WARM_UP, times.length));
  }
}
