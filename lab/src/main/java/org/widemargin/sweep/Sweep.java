package org.widemargin.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.widemargin.file.AtomicFiles;
import org.widemargin.study.Results;
import org.widemargin.study.Study;
import org.widemargin.study.StudyTrials;
import org.widemargin.study.Trial;
import org.widemargin.study.TrialLog;
import org.widemargin.torch.Device;
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

  private final Path folder;
  private final TrialLog log;
  private final Results results;
  private final Locks locks;
  private final DataCache data;
  private final NetworkStore networks;
  private final TrialRunner runner;
  private final SweepListener listener;
  private final StopRequest stop;
  private final Device device;
  private final DataFolders folders;
  private final @Nullable Crew crew;
  private final Set<String> lost;

  /**
   * Opens a folder.
   *
   * @param folder where results go; made when something is run
   * @param device what trains and measures; results do not say to whom they belong by it
   * @param listener learns how it goes
   * @param stop asks to stop after a trial, or a step of a training
   */
  public Sweep(Path folder, Device device, SweepListener listener, StopRequest stop) {
    this(folder, device, listener, stop, DataFolders.NONE);
  }

  /**
   * Opens a folder.
   *
   * @param folder where results go; made when something is run
   * @param device what trains and measures; results do not say to whom they belong by it
   * @param listener learns how it goes
   * @param stop asks to stop after a trial, or a step of a training
   * @param data where data sets lie that do not come with the library
   */
  public Sweep(
      Path folder, Device device, SweepListener listener, StopRequest stop, DataFolders data) {
    this(folder, device, listener, stop, data, null, ConcurrentHashMap.newKeySet());
  }

  /**
   * Opens a folder for trials that others carry out.
   *
   * @param folder where results go; made when something is run
   * @param device what each of them trains and measures on
   * @param listener learns how it goes; called by several threads, one at a time
   * @param stop asks to stop after the trials that are at work
   * @param data where data sets lie that do not come with the library, here and there
   * @param crew who carries them out
   */
  public Sweep(
      Path folder,
      Device device,
      SweepListener listener,
      StopRequest stop,
      DataFolders data,
      Crew crew) {
    this(folder, device, listener, stop, data, crew, ConcurrentHashMap.newKeySet());
  }

  private Sweep(
      Path folder,
      Device device,
      SweepListener listener,
      StopRequest stop,
      DataFolders data,
      @Nullable Crew crew,
      Set<String> lost) {
    this.device = device;
    this.folders = data;
    this.crew = crew;
    this.lost = lost;
    this.data = new DataCache(data);
    Path work = folder.resolve("work");
    this.folder = folder;
    this.locks = new Locks(work.resolve("locks"));
    this.log = new TrialLog(folder.resolve(RESULTS));
    this.results = log.on(this.data::basis);
    this.networks = new NetworkStore(work.resolve("networks"), this.data, device);
    this.runner =
        new TrialRunner(
            log,
            locks,
            networks,
            this.data,
            crew == null
                ? new LocalWorkplace(networks, this.data)
                : new RemoteWorkplace(networks, this.data, crew),
            listener,
            stop,
            lost);
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
   * @throws org.widemargin.error.InputException if data are missing, or a network, a layer or a
   *     choice of the loss does not fit
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
    return run(List.of(study), complete -> {});
  }

  /**
   * Runs studies until all of their trials are finished, by this process or by others. Trials of
   * one network follow each other, whichever studies they belong to: whoever stops early has few
   * networks with all their measurements rather than many with one.
   *
   * @param studies the studies; trials come in their order otherwise
   * @param complete is told each study when all of its trials are finished
   * @return whether all are complete; false if it was stopped, or trials were lost
   */
  public boolean run(List<Study> studies, Consumer<Study> complete) {
    if (crew == null || crew.size() == 1) {
      return runAlone(studies, complete);
    }
    return new CrewSweeps(crew.size(), listener, told -> beside(told)::runAlone)
        .run(studies, complete);
  }

  /** Another one in the same folder, for a thread of its own. */
  private Sweep beside(SweepListener told) {
    return new Sweep(folder, device, told, stop, folders, crew, lost);
  }

  /** What a thread of several does. */
  private boolean runAlone(List<Study> studies, Consumer<Study> complete) {
    locks.createFolder();
    networks.createFolder();
    AtomicFiles.sweep(folder);
    Set<Study> left = new LinkedHashSet<>(studies);
    while (true) {
      log.refresh();
      Map<Study, Map<String, Trial>> trials = new LinkedHashMap<>();
      left.forEach(study -> trials.put(study, trials(study)));
      for (Study study : trials.keySet()) {
        if (trials.get(study).keySet().stream().allMatch(log::has)) {
          left.remove(study);
          complete.accept(study);
        }
      }
      if (left.isEmpty()) {
        return true;
      }
      trials.keySet().retainAll(left);
      if (onlyLostAreLeft(trials.values()) || !pass(trials.values())) {
        return false;
      }
    }
  }

  private boolean onlyLostAreLeft(Collection<Map<String, Trial>> studies) {
    return !lost.isEmpty()
        && studies.stream()
            .flatMap(trials -> trials.keySet().stream())
            .filter(id -> !log.has(id))
            .allMatch(lost::contains);
  }

  private Map<String, Trial> trials(Study study) {
    Map<String, Trial> trials = new LinkedHashMap<>();
    StudyTrials.trials(study, results)
        .values()
        .forEach(trial -> trials.put(trial.id(data.basis(trial)), trial));
    return trials;
  }

  /**
   * Attempts every open trial, until one of the studies has none left that is known by now: it may
   * be complete, or its next trials follow from these.
   *
   * @return false if stopped
   */
  private boolean pass(Collection<Map<String, Trial>> studies) {
    Map<String, Trial> trials = new LinkedHashMap<>();
    studies.forEach(trials::putAll);
    TrialRunner.Attempt last = TrialRunner.Attempt.NOTHING;
    boolean progressed = false;
    for (String id : openByNetwork(trials)) {
      if (stop.requested()) {
        return false;
      }
      TrialRunner.Attempt attempt =
          runner.attempt(id, Objects.requireNonNull(trials.get(id), id), trials.keySet());
      progressed |= attempt.progressed();
      last = attempt.busy() == null ? last : attempt;
      if (attempt.progressed()
          && studies.stream().anyMatch(study -> study.keySet().stream().allMatch(log::has))) {
        return true;
      }
    }
    if (!progressed && !stop.requested() && last.busy() != null) {
      listener.waits();
      locks.acquire(last.busy()).close();
    }
    return true;
  }

  /** The trials without a line, those of one network together where its first one is. */
  private List<String> openByNetwork(Map<String, Trial> trials) {
    Map<RunConfig, List<String>> open = new LinkedHashMap<>();
    trials.forEach(
        (id, trial) -> {
          if (!log.has(id) && !lost.contains(id)) {
            open.computeIfAbsent(trial.network(), network -> new ArrayList<>()).add(id);
          }
        });
    return open.values().stream().flatMap(List::stream).toList();
  }
}
