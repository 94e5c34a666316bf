package org.widemargin.sweep;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.widemargin.file.OwnerLock;
import org.widemargin.study.Measurement;
import org.widemargin.study.Trial;
import org.widemargin.study.TrialLog;
import org.widemargin.study.TrialResult;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;

/** Runs single trials, training their networks first, where no other process is at them. */
final class TrialRunner {
  private static final String APPENDING = "results";

  private final TrialLog log;
  private final Locks locks;
  private final NetworkStore networks;
  private final DataCache data;
  private final Workplace workplace;
  private final SweepListener listener;
  private final StopRequest stop;
  private final Set<String> lost;

  TrialRunner(
      TrialLog log,
      Locks locks,
      NetworkStore networks,
      DataCache data,
      Workplace workplace,
      SweepListener listener,
      StopRequest stop,
      Set<String> lost) {
    this.log = log;
    this.locks = locks;
    this.networks = networks;
    this.data = data;
    this.workplace = workplace;
    this.listener = listener;
    this.stop = stop;
    this.lost = lost;
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
      if (lost.contains(id)) {
        return Attempt.NOTHING;
      }
      return attempt(id, trial, (int) known.stream().filter(log::has).count(), known.size());
    } catch (TrialLostException e) {
      lost.add(id);
      listener.lost(trial, String.valueOf(e.getMessage()));
      return Attempt.DONE;
    }
  }

  /**
   * Networks that are deleted after use are this process's own as long as it works with them:
   * another one that measures or deletes them too waits, or does something else.
   */
  private Attempt attempt(String id, Trial trial, int finished, int known) {
    Deque<OwnerLock> owned = new ArrayDeque<>();
    try {
      for (RunConfig config : LocalWorkplace.networksOf(trial)) {
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
    for (RunConfig config : LocalWorkplace.networksOf(trial)) {
      Attempt training = train(config, trial);
      if (!training.progressed()) {
        return training;
      }
    }
    write(result(id, trial, workplace.conclude(trial, (System.nanoTime() - start) * 1e-9)));
    if (trial.measurement() instanceof Measurement.Accuracy) {
      LocalWorkplace.networksOf(trial).forEach(networks::release);
    }
    return Attempt.DONE;
  }

  /** Trains a network unless it is trained; nothing comes of it if this process is stopped. */
  private Attempt train(RunConfig config, Trial trial) {
    if (networks.isTrained(config)) {
      return Attempt.DONE;
    }
    if (NetworkStore.isPassing(config)) {
      return trained(config, trial);
    }
    String name = networks.lockOf(config);
    Optional<OwnerLock> lock = locks.tryAcquire(name);
    if (lock.isEmpty()) {
      return new Attempt(false, name);
    }
    try (OwnerLock held = lock.get()) {
      return trained(config, trial);
    }
  }

  private Attempt trained(RunConfig config, Trial trial) {
    return workplace.train(config, trial, listener.training(config), stop)
        ? Attempt.DONE
        : Attempt.NOTHING;
  }

  private void write(TrialResult result) {
    try (OwnerLock held = locks.acquire(APPENDING)) {
      log.append(result);
    }
    listener.finished(result);
  }

  private TrialResult result(String id, Trial trial, Conclusion conclusion) {
    return new TrialResult(
        id,
        trial.method(),
        trial.network(),
        trial.other(),
        trial.measurement(),
        data.basis(trial),
        conclusion.failure(),
        conclusion.values(),
        conclusion.arrays(),
        conclusion.origin());
  }
}
