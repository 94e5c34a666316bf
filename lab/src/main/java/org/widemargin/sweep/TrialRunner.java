package org.widemargin.sweep;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.widemargin.file.OwnerLock;
import org.widemargin.run.Provenance;
import org.widemargin.study.Measurement;
import org.widemargin.study.Trial;
import org.widemargin.study.TrialLog;
import org.widemargin.study.TrialResult;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TrainingPrecision;

/** Runs single trials, training their networks first, where no other process is at them. */
final class TrialRunner {
  private static final String APPENDING = "results";

  private final TrialLog log;
  private final Locks locks;
  private final NetworkStore networks;
  private final DataCache data;
  private final Measurer measurer;
  private final SweepListener listener;
  private final StopRequest stop;

  TrialRunner(
      TrialLog log,
      Locks locks,
      NetworkStore networks,
      DataCache data,
      SweepListener listener,
      StopRequest stop) {
    this.log = log;
    this.locks = locks;
    this.networks = networks;
    this.data = data;
    this.measurer = new Measurer(networks, data);
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * What came of the attempt to run a trial.
   *
   * @param progressed whether there is news of it
   * @param busy the lock that another process has; null if none was in the way
   */
  record Attempt(boolean progressed, @Nullable String busy) {
    static final Attempt NOTHING = new Attempt(false, null);
    static final Attempt DONE = new Attempt(true, null);
  }

  /** Runs a trial unless another process has it, or trains its network. */
  Attempt attempt(String id, Trial trial, Set<String> known) {
    String name = "trial-" + id;
    Optional<OwnerLock> claim = locks.tryAcquire(name);
    if (claim.isEmpty()) {
      return new Attempt(false, name);
    }
    try (OwnerLock held = claim.get()) {
      if (log.refresh().has(id)) {
        return Attempt.DONE;
      }
      return attempt(id, trial, (int) known.stream().filter(log::has).count(), known.size());
    }
  }

  /**
   * Networks that are deleted after use are this process's own as long as it works with them:
   * another one that measures or deletes them too waits, or does something else.
   */
  private Attempt attempt(String id, Trial trial, int finished, int known) {
    Deque<OwnerLock> owned = new ArrayDeque<>();
    try {
      for (RunConfig config : networksOf(trial)) {
        if (NetworkStore.isPassing(config)) {
          String name = networks.lockOf(config);
          Optional<OwnerLock> lock = locks.tryAcquire(name);
          if (lock.isEmpty()) {
            return new Attempt(false, name);
          }
          owned.push(lock.get());
        }
      }
      return carryOut(id, trial, finished, known);
    } finally {
      owned.forEach(OwnerLock::close);
    }
  }

  private Attempt carryOut(String id, Trial trial, int finished, int known) {
    long start = System.nanoTime();
    listener.begins(trial, finished, known);
    @Nullable String failure = null;
    for (RunConfig config : networksOf(trial)) {
      Attempt training = train(config);
      if (!training.progressed()) {
        return training;
      }
      failure = failure == null ? networks.ended(config).failure() : failure;
    }
    Measurer.Found found = failure == null ? measurer.measure(trial) : Measurer.Found.of(List.of());
    write(result(id, trial, failure, found, (System.nanoTime() - start) * 1e-9));
    if (trial.measurement() instanceof Measurement.Accuracy) {
      networksOf(trial).forEach(networks::release);
    }
    return Attempt.DONE;
  }

  /** Trains a network unless it is trained; nothing comes of it if this process is stopped. */
  private Attempt train(RunConfig config) {
    if (networks.isTrained(config)) {
      return Attempt.DONE;
    }
    if (NetworkStore.isPassing(config)) {
      return trained(config);
    }
    String name = networks.lockOf(config);
    Optional<OwnerLock> lock = locks.tryAcquire(name);
    if (lock.isEmpty()) {
      return new Attempt(false, name);
    }
    try (OwnerLock held = lock.get()) {
      return trained(config);
    }
  }

  private Attempt trained(RunConfig config) {
    return networks.train(config, listener.training(config), stop) ? Attempt.DONE : Attempt.NOTHING;
  }

  private static Set<RunConfig> networksOf(Trial trial) {
    if (trial.measurement() instanceof Measurement.Cost) {
      return Set.of();
    }
    Set<RunConfig> configs = new LinkedHashSet<>();
    configs.add(trial.network());
    Optional.ofNullable(trial.other()).ifPresent(configs::add);
    return configs;
  }

  private void write(TrialResult result) {
    try (OwnerLock held = locks.acquire(APPENDING)) {
      log.append(result);
    }
    listener.finished(result);
  }

  private TrialResult result(
      String id, Trial trial, @Nullable String failure, Measurer.Found found, double seconds) {
    return new TrialResult(
        id,
        trial.method(),
        trial.network(),
        trial.other(),
        trial.measurement(),
        data.basis(trial),
        failure,
        found.values(),
        found.arrays(),
        origin(seconds, trial.network().optimization().precision().resolved()));
  }

  private TrialResult.Origin origin(double seconds, TrainingPrecision precision) {
    Provenance.Session here = Provenance.Session.here(0, networks.device());
    return new TrialResult.Origin(
        here.started(),
        seconds,
        here.version(),
        here.commit(),
        here.libtorch(),
        here.java(),
        here.system(),
        here.host(),
        here.processors(),
        here.vectorInstructions(),
        precision,
        here.device());
  }
}
