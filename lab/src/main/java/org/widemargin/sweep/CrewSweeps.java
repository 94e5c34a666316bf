package org.widemargin.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.widemargin.study.Study;
import org.widemargin.study.Trial;
import org.widemargin.study.TrialResult;
import org.widemargin.train.RunConfig;
import org.widemargin.train.TrainingListener;

/**
 * As many sweeps in one folder as a crew can carry out trials, each in a thread of its own: they
 * share the work as processes do, by locks, and only wait for answers.
 */
final class CrewSweeps {
  private final int count;
  private final Function<SweepListener, OneSweep> sweeps;
  private final SweepListener listener;

  /** What one thread does. */
  @FunctionalInterface
  interface OneSweep {
    boolean run(List<Study> studies, Consumer<Study> complete);
  }

  CrewSweeps(int count, SweepListener listener, Function<SweepListener, OneSweep> sweeps) {
    this.count = count;
    this.sweeps = sweeps;
    this.listener = new OneAtATime(listener);
  }

  boolean run(List<Study> studies, Consumer<Study> complete) {
    Set<String> told = ConcurrentHashMap.newKeySet();
    Consumer<Study> once =
        study -> {
          synchronized (told) {
            if (told.add(study.name())) {
              complete.accept(study);
            }
          }
        };
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<Boolean>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        running.add(threads.submit(() -> sweeps.apply(listener).run(studies, once)));
      }
      boolean all = true;
      for (Future<Boolean> one : running) {
        all &= one.get();
      }
      return all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while others carry out trials", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException("a sweep has failed", e.getCause());
    } finally {
      threads.shutdown();
    }
  }

  /** So that a listener need not know of threads. */
  private record OneAtATime(SweepListener listener) implements SweepListener {
    @Override
    public void begins(Trial trial, int finished, int known) {
      synchronized (listener) {
        listener.begins(trial, finished, known);
      }
    }

    @Override
    public TrainingListener training(RunConfig config) {
      synchronized (listener) {
        return listener.training(config);
      }
    }

    @Override
    public void finished(TrialResult result) {
      synchronized (listener) {
        listener.finished(result);
      }
    }

    @Override
    public void lost(Trial trial, String why) {
      synchronized (listener) {
        listener.lost(trial, why);
      }
    }

    /** With several threads one of them waits all the time. */
    @Override
    public void waits() {}
  }
}
