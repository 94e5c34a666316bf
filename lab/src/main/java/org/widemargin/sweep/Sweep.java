package org.widemargin.sweep;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.widemargin.run.Provenance;
import org.widemargin.study.Measurement;
import org.widemargin.study.Results;
import org.widemargin.study.Study;
import org.widemargin.study.StudyTrials;
import org.widemargin.study.Trial;
import org.widemargin.study.TrialLog;
import org.widemargin.study.TrialResult;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;

/**
 * Runs studies in a folder, alone or beside other processes.
 *
 * <pre>
 * results.jsonl        one line for each finished trial of any study
 * work/networks/ID/    the run of each network; may be deleted when all is done
 * work/locks/          what is at work; may be deleted when nothing is
 * </pre>
 *
 * <p>A trial is claimed by a lock of the operating system, which ends with the process that holds
 * it. Whatever moment a process is killed at, another one goes on: a finished trial has its line, a
 * training its last checkpoint, and anything else is done again with the same outcome.
 */
public final class Sweep {
  /** The file of result lines. */
  public static final String RESULTS = "results.jsonl";

  private static final String APPENDING = "results";

  private final TrialLog log;
  private final Results results;
  private final Locks locks;
  private final DataCache data = new DataCache();
  private final NetworkStore networks;
  private final Measurer measurer;
  private final SweepListener listener;
  private final StopRequest stop;

  /**
   * Opens a folder.
   *
   * @param folder where results go; made when something is run
   * @param listener learns how it goes
   * @param stop asks to stop after a trial, or a step of a training
   */
  public Sweep(Path folder, SweepListener listener, StopRequest stop) {
    Path work = folder.resolve("work");
    this.locks = new Locks(work.resolve("locks"));
    this.log = new TrialLog(folder.resolve(RESULTS));
    this.results = log.on(data::basis);
    this.networks = new NetworkStore(work.resolve("networks"), data);
    this.measurer = new Measurer(networks, data);
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * The results by now, those of other processes included.
   *
   * @return the file as it was last read
   */
  public TrialLog results() {
    return log.refresh();
  }

  /**
   * Checks, before anything runs, that a study's networks fit its data.
   *
   * @param study the study
   * @throws org.widemargin.InputException if data are missing, or a network, a layer or a choice of
   *     the loss does not fit
   */
  public void check(Study study) {
    StudyCheck.of(study, data);
  }

  /**
   * Estimates what studies cost from here on, one after the other.
   *
   * @param studies the studies
   * @return trials and time left, for each
   */
  public List<Estimate> estimate(List<Study> studies) {
    log.refresh();
    return new Estimator(results, networks, data).of(studies);
  }

  /**
   * Runs a study until all of its trials are finished, by this process or by others.
   *
   * @param study the study
   * @return whether it is complete; false if it was stopped
   */
  public boolean run(Study study) {
    locks.createFolder();
    networks.createFolder();
    while (true) {
      log.refresh();
      Map<String, Trial> trials = new LinkedHashMap<>();
      StudyTrials.trials(study, results)
          .values()
          .forEach(trial -> trials.put(trial.id(data.basis(trial)), trial));
      List<String> open = new ArrayList<>(trials.keySet());
      open.removeIf(log::has);
      if (open.isEmpty()) {
        return true;
      }
      Attempt last = Attempt.NOTHING;
      boolean progressed = false;
      for (String id : open) {
        if (stop.requested()) {
          return false;
        }
        Attempt attempt = attempt(id, Objects.requireNonNull(trials.get(id), id), trials.keySet());
        progressed |= attempt.progressed();
        last = attempt.busy() == null ? last : attempt;
      }
      if (!progressed && !stop.requested() && last.busy() != null) {
        listener.waits();
        locks.acquire(last.busy()).close();
      }
    }
  }

  /**
   * What came of the attempt to run a trial.
   *
   * @param progressed whether there is news of it
   * @param busy the lock that another process has; null if none was in the way
   */
  private record Attempt(boolean progressed, @Nullable String busy) {
    static final Attempt NOTHING = new Attempt(false, null);
    static final Attempt DONE = new Attempt(true, null);
  }

  /** Runs a trial unless another process has it, or trains its network. */
  private Attempt attempt(String id, Trial trial, Set<String> known) {
    String name = "trial-" + id;
    Optional<Locks.Held> claim = locks.tryAcquire(name);
    if (claim.isEmpty()) {
      return new Attempt(false, name);
    }
    try (Locks.Held held = claim.get()) {
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
    Deque<Locks.Held> owned = new ArrayDeque<>();
    try {
      for (RunConfig config : networksOf(trial)) {
        if (NetworkStore.isPassing(config)) {
          String name = networks.lockOf(config);
          Optional<Locks.Held> lock = locks.tryAcquire(name);
          if (lock.isEmpty()) {
            return new Attempt(false, name);
          }
          owned.push(lock.get());
        }
      }
      return carryOut(id, trial, finished, known);
    } finally {
      owned.forEach(Locks.Held::close);
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
    Optional<Locks.Held> lock = locks.tryAcquire(name);
    if (lock.isEmpty()) {
      return new Attempt(false, name);
    }
    try (Locks.Held held = lock.get()) {
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
    try (Locks.Held held = locks.acquire(APPENDING)) {
      log.append(result);
    }
    listener.finished(result);
  }

  private TrialResult result(
      String id, Trial trial, @Nullable String failure, Measurer.Found found, double seconds) {
    Provenance.Session here = Provenance.Session.here(0);
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
        new TrialResult.Origin(
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            seconds,
            here.version(),
            here.commit(),
            here.libtorch(),
            here.java(),
            here.system(),
            here.host(),
            here.processors(),
            here.vectorInstructions(),
            trial.network().optimization().precision().resolved()));
  }
}
