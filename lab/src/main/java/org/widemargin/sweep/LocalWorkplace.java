package org.widemargin.sweep;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.widemargin.run.Provenance;
import org.widemargin.study.Measurement;
import org.widemargin.study.Trial;
import org.widemargin.study.TrialResult.Origin;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TrainingListener;
import org.widemargin.train.TrainingPrecision;

/** This process. */
final class LocalWorkplace implements Workplace {
  private final NetworkStore networks;
  private final Measurer measurer;

  LocalWorkplace(NetworkStore networks, DataCache data) {
    this.networks = networks;
    this.measurer = new Measurer(networks, data);
  }

  @Override
  public boolean train(RunConfig config, Trial trial, TrainingListener listener, StopRequest stop) {
    return networks.train(config, listener, stop);
  }

  @Override
  public Conclusion conclude(Trial trial, double seconds) {
    long start = System.nanoTime();
    @Nullable String failure =
        networksOf(trial).stream()
            .map(config -> networks.ended(config).failure())
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    Measurer.Found found =
        failure == null ? measurer.measure(trial) : new Measurer.Found(List.of(), Map.of());
    double all = seconds + (System.nanoTime() - start) * 1e-9;
    return new Conclusion(
        failure,
        found.values(),
        found.arrays(),
        origin(all, trial.network().optimization().precision().resolved()));
  }

  /** The networks that must be trained before a trial is measured. */
  static Set<RunConfig> networksOf(Trial trial) {
    if (trial.measurement() instanceof Measurement.Cost) {
      return Set.of();
    }
    Set<RunConfig> configs = new LinkedHashSet<>();
    configs.add(trial.network());
    Optional.ofNullable(trial.other()).ifPresent(configs::add);
    return configs;
  }

  private Origin origin(double seconds, TrainingPrecision precision) {
    Provenance.Session here = Provenance.Session.here(0, networks.device());
    return new Origin(
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
