package org.widemargin.run;

import java.util.List;
import org.widemargin.train.SplitMetrics;
import org.widemargin.train.StepTimes;
import org.widemargin.train.TrainingListener;
import org.widemargin.train.TrainingState;

/**
 * Several listeners as one, called in order.
 *
 * @param all the listeners
 */
public record Listeners(List<TrainingListener> all) implements TrainingListener {
  /** Copies the list. */
  public Listeners {
    all = List.copyOf(all);
  }

  @Override
  public void stepped(long step, double loss) {
    all.forEach(listener -> listener.stepped(step, loss));
  }

  @Override
  public void timed(StepTimes times) {
    all.forEach(listener -> listener.timed(times));
  }

  @Override
  public void measured(long done, long total) {
    all.forEach(listener -> listener.measured(done, total));
  }

  @Override
  public void evaluated(List<SplitMetrics> metrics) {
    all.forEach(listener -> listener.evaluated(metrics));
  }

  @Override
  public void checkpoint(TrainingState state, boolean best) {
    all.forEach(listener -> listener.checkpoint(state, best));
  }
}
