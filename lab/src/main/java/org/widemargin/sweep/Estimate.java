package org.widemargin.sweep;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.Batches;
import org.widemargin.network.InputBatch;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.study.Identity;
import org.widemargin.study.Measurement;
import org.widemargin.study.Plan;
import org.widemargin.study.Study;
import org.widemargin.study.Trial;
import org.widemargin.study.TrialLog;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.torch.Scope;
import org.widemargin.train.RunConfig;

/**
 * What a study will cost, before it runs.
 *
 * <p>The time is counted in forward passes of samples ({@link Workload}); a pass is timed on this
 * machine. It is a guess that is right to a factor of two or so.
 *
 * @param trials how many there are in all
 * @param left how many of them have no result yet
 * @param seconds that those take one after the other
 */
public record Estimate(int trials, int left, double seconds) {
  private static final int TIMED_SAMPLES = 128;
  private static final int ROUNDS = 8;

  /** What a trial costs beside its arithmetic: reading and writing files. */
  private static final double TRIAL_SECONDS = 0.15;

  /** What a step costs however small its network and batch are. */
  private static final double STEP_SECONDS = 1e-3;

  /** Estimates studies that are run one after the other: a network counts where it is trained. */
  static List<Estimate> of(List<Study> studies, TrialLog log, DataCache data) {
    Set<String> trained = new HashSet<>();
    log.all().forEach(line -> trained.add(Identity.of(line.network())));
    Map<NetworkSpec, Double> passes = new LinkedHashMap<>();
    return studies.stream().map(study -> of(study, log, data, trained, passes)).toList();
  }

  private static Estimate of(
      Study study,
      TrialLog log,
      DataCache data,
      Set<String> trained,
      Map<NetworkSpec, Double> passes) {
    ToDoubleFunction<Trial> cost = trial -> seconds(trial, data, trained, passes);
    List<Trial> searching = Plan.searching(study, log);
    List<Trial> searchingLeft = missing(searching, log);
    // Of later rounds of a search only the number is known: they are like the first ones.
    int later = Plan.searched(study) - searching.size();
    double laterSeconds =
        later == 0
            ? 0
            : later
                * searching.stream()
                    .mapToDouble(trial -> fresh(trial, data, passes))
                    .average()
                    .orElse(0);
    List<Trial> measuredLeft = missing(Plan.assumed(study, log), log);
    double seconds =
        searchingLeft.stream().mapToDouble(cost).sum()
            + laterSeconds
            + measuredLeft.stream().mapToDouble(cost).sum();
    return new Estimate(
        Plan.size(study), searchingLeft.size() + later + measuredLeft.size(), seconds);
  }

  private static List<Trial> missing(List<Trial> trials, TrialLog log) {
    return trials.stream().filter(trial -> log.find(trial).isEmpty()).toList();
  }

  /** Of a trial whose network counts where it is trained first. */
  private static double seconds(
      Trial trial, DataCache data, Set<String> trained, Map<NetworkSpec, Double> passes) {
    boolean fresh =
        !(trial.measurement() instanceof Measurement.Cost)
            && trained.add(Identity.of(trial.network()));
    return measuring(trial, data, passes) + (fresh ? training(trial, data, passes) : 0);
  }

  private static double fresh(Trial trial, DataCache data, Map<NetworkSpec, Double> passes) {
    return measuring(trial, data, passes) + training(trial, data, passes);
  }

  private static double measuring(Trial trial, DataCache data, Map<NetworkSpec, Double> passes) {
    double work = new Workload(data.of(trial.network())).measurement(trial);
    return work * passSeconds(trial.network(), data, passes) + TRIAL_SECONDS;
  }

  private static double training(Trial trial, DataCache data, Map<NetworkSpec, Double> passes) {
    RunConfig config = trial.network();
    double work = new Workload(data.of(config)).training(config);
    return work * passSeconds(config, data, passes) + config.optimization().steps() * STEP_SECONDS;
  }

  /** The fastest of a few forward passes of a batch, per sample. */
  private static double passSeconds(
      RunConfig config, DataCache data, Map<NetworkSpec, Double> known) {
    Dataset test = data.of(config).test();
    NetworkSpec spec = config.model().specFor(test);
    return Objects.requireNonNull(
        known.computeIfAbsent(spec, s -> time(s, test, config.threads())));
  }

  private static double time(NetworkSpec spec, Dataset test, int threads) {
    NativeRuntime.initialise(threads);
    int count = Math.min(TIMED_SAMPLES, test.size());
    double fastest = Double.POSITIVE_INFINITY;
    try (Network network = Network.initialise(spec, 1);
        Scope scope = Scope.open()) {
      Tensor input = InputBatch.samples(test, Batches.first(count));
      for (int round = 0; round < ROUNDS; round++) {
        try (Scope inner = Scope.open()) {
          long start = System.nanoTime();
          Autograd.withoutGradient(() -> network.logits(input));
          fastest = Math.min(fastest, (System.nanoTime() - start) * 1e-9 / count);
        }
      }
    }
    return fastest;
  }
}
