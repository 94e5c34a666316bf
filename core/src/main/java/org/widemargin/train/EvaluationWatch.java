package org.widemargin.train;

/** Tells a listener how far an evaluation has come, and gives it up when the run is to stop. */
final class EvaluationWatch {
  private final StopRequest stop;
  private final TrainingListener listener;
  private final long total;
  private long done;

  /** An evaluation was given up, because the run was asked to stop. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  EvaluationWatch(StopRequest stop, TrainingListener listener, long total) {
    this.stop = stop;
    this.listener = listener;
    this.total = total;
  }

  /**
   * Called before each batch.
   *
   * @throws Stopped if that was asked for
   */
  void heedStop() {
    if (stop.requested()) {
      throw new Stopped();
    }
  }

  /** Called after each batch. */
  void measured(int samples) {
    done += samples;
    listener.measured(done, total);
  }
}
