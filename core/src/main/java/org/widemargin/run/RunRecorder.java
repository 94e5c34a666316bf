package org.widemargin.run;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.train.EvaluationConfig;
import org.widemargin.train.RunConfig;
import org.widemargin.train.SplitMetrics;
import org.widemargin.train.StepTimes;
import org.widemargin.train.TrainingListener;
import org.widemargin.train.TrainingState;

/**
 * Writes a run into its folder while it goes. A new run's folder is made after its first step, so
 * that a run that cannot start leaves nothing behind.
 */
final class RunRecorder implements TrainingListener, AutoCloseable {
  private final OwnedRun run;
  private final RunFolder folder;
  private final RunConfig config;
  private final Provenance provenance;
  private final long firstStep;
  private final long startNanos = System.nanoTime();
  private double earlierSeconds;
  private StepTimes times = StepTimes.NONE;
  private @Nullable MetricsFile metrics;
  private @Nullable EventFileWriter events;

  /**
   * Records a run.
   *
   * @param run where
   * @param config its configuration
   * @param provenance with this session
   * @param firstStep how many updates were made before
   */
  RunRecorder(OwnedRun run, RunConfig config, Provenance provenance, long firstStep) {
    this.run = run;
    this.folder = run.folder();
    this.config = config;
    this.provenance = provenance;
    this.firstStep = firstStep;
  }

  @Override
  public void stepped(long step, double loss) {
    if (metrics == null) {
      open(firstStep);
    }
  }

  private void open(long lastLine) {
    run.begin(config, provenance);
    // Of a run that goes on they are figures of other weights.
    folder.removeResults();
    metrics = MetricsFile.open(folder.metrics(), lastLine);
    List<MetricsFile.Line> earlier = MetricsFile.read(folder.metrics());
    earlierSeconds = earlier.isEmpty() ? 0 : earlier.get(earlier.size() - 1).seconds();
    events = EventFileWriter.create(folder.path());
  }

  @Override
  public void timed(StepTimes since) {
    times = since;
  }

  @Override
  public void evaluated(List<SplitMetrics> measured) {
    if (metrics == null) {
      // The evaluation of the checkpoint itself was due: lines of it are of one that was killed.
      open(firstStep - 1);
    }
    double seconds = earlierSeconds + (double) (System.nanoTime() - startNanos) * 1e-9;
    for (SplitMetrics split : measured) {
      if (metrics != null) {
        boolean trained = split.split().equals(SplitMetrics.TRAIN);
        metrics.append(new MetricsFile.Line(split, seconds, trained ? times.dataShare() : null));
      }
      if (events != null) {
        write(events, split);
      }
    }
  }

  private static void write(EventFileWriter events, SplitMetrics metrics) {
    String split = metrics.split();
    write(events, metrics, split + "/", metrics.losses());
    write(events, metrics, split + "/", Map.of("accuracy", metrics.accuracy()));
    if (metrics.top5Accuracy() != null) {
      write(events, metrics, split + "/", Map.of("top5-accuracy", metrics.top5Accuracy()));
    }
    write(events, metrics, split + "/distance/", metrics.distance());
    write(events, metrics, "", metrics.training());
  }

  private static void write(
      EventFileWriter events, SplitMetrics metrics, String prefix, Map<String, Double> values) {
    values.forEach((name, value) -> events.scalar(prefix + name, metrics.step(), value));
  }

  @Override
  public void checkpoint(TrainingState state, boolean best) {
    if (metrics == null) {
      // Stopped before anything was done: what is on disk is this state already, or nothing is.
      return;
    }
    // The best first: a run that is killed in between goes on from the last one before, and comes
    // to this best one again. The other way round it would be lost.
    if (best) {
      state.toResult().save(folder.checkpoint(EvaluationConfig.Keep.BEST));
    }
    state.toCheckpoint().save(folder.checkpoint(EvaluationConfig.Keep.LAST));
    run.stands();
  }

  @Override
  public void close() {
    if (metrics != null) {
      metrics.close();
    }
    if (events != null) {
      events.close();
    }
  }
}
