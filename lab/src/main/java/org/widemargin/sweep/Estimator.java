package org.widemargin.sweep;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.widemargin.study.Measurement;
import org.widemargin.study.Results;
import org.widemargin.study.Study;
import org.widemargin.study.StudyTrials;
import org.widemargin.study.Trial;
import org.widemargin.train.RunConfig;

/**
 * Estimates studies that are run one after the other: a network counts where it is trained. The
 * time is counted in forward passes of samples ({@link Workload}), which are timed on this machine.
 */
final class Estimator {
  /** What a trial costs beside its arithmetic: reading and writing files. */
  private static final double TRIAL_SECONDS = 0.15;

  /** What a step costs however small its network and batch are. */
  private static final double STEP_SECONDS = 1e-3;

  private final Results results;
  private final NetworkStore networks;
  private final DataCache data;
  private final PassTimer passes;
  private final Set<RunConfig> counted = new HashSet<>();

  Estimator(Results results, NetworkStore networks, DataCache data) {
    this.results = results;
    this.networks = networks;
    this.data = data;
    this.passes = new PassTimer(data, networks.device());
  }

  List<Estimate> of(List<Study> studies) {
    return studies.stream().map(this::of).toList();
  }

  private Estimate of(Study study) {
    List<Trial> searching = StudyTrials.searching(study, results);
    List<Trial> searchingLeft = missing(searching);
    // Of later rounds of a search only the number is known: they are like the first ones.
    int later = StudyTrials.searched(study) - searching.size();
    double perLater = searching.stream().mapToDouble(this::whole).average().orElse(0);
    List<Trial> measuredLeft = missing(StudyTrials.assumed(study, results));
    double seconds =
        searchingLeft.stream().mapToDouble(this::left).sum()
            + later * perLater
            + measuredLeft.stream().mapToDouble(this::left).sum();
    return new Estimate(
        StudyTrials.size(study), searchingLeft.size() + later + measuredLeft.size(), seconds);
  }

  private List<Trial> missing(List<Trial> trials) {
    return trials.stream().filter(trial -> results.find(trial).isEmpty()).toList();
  }

  /** Of a trial whose network counts where it is trained first. */
  private double left(Trial trial) {
    RunConfig network = trial.network();
    boolean fresh =
        !(trial.measurement() instanceof Measurement.Cost)
            && !networks.isTrained(network)
            && counted.add(network);
    return measuring(trial) + (fresh ? training(network) : 0);
  }

  private double whole(Trial trial) {
    return measuring(trial) + training(trial.network());
  }

  private double measuring(Trial trial) {
    double work = new Workload(data.of(trial.network())).measurement(trial);
    return work * passes.measuring(trial.network()) + TRIAL_SECONDS;
  }

  private double training(RunConfig config) {
    Workload workload = new Workload(data.of(config));
    return workload.steps(config) * passes.training(config)
        + workload.evaluations(config) * passes.measuring(config)
        + config.optimization().steps() * STEP_SECONDS;
  }
}
