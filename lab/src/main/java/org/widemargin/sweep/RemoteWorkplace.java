package org.widemargin.sweep;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.Json;
import org.widemargin.study.Measurement;
import org.widemargin.study.Trial;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TrainingListener;

/**
 * Other processes. Networks that several trials need are sent back and kept here; one that is
 * trained for a single trial is measured where it was trained.
 */
final class RemoteWorkplace implements Workplace {
  private final NetworkStore networks;
  private final DataCache data;
  private final Crew crew;

  RemoteWorkplace(NetworkStore networks, DataCache data, Crew crew) {
    this.networks = networks;
    this.data = data;
    this.crew = crew;
  }

  @Override
  public boolean train(RunConfig config, Trial trial, TrainingListener listener, StopRequest stop) {
    if (!isForThisAlone(config, trial)) {
      networks.receive(networks.identity(config), crew.ask(task(trial, config, Map.of())));
    }
    return true;
  }

  private static boolean isForThisAlone(RunConfig config, Trial trial) {
    return NetworkStore.isPassing(config)
        && trial.measurement() instanceof Measurement.Accuracy
        && LocalWorkplace.networksOf(trial).equals(Set.of(config));
  }

  @Override
  public Conclusion conclude(Trial trial, double seconds) {
    Map<String, byte[]> needed = new LinkedHashMap<>();
    for (RunConfig config : LocalWorkplace.networksOf(trial)) {
      if (networks.isTrained(config)) {
        needed.put(networks.identity(config), networks.packed(config));
      }
    }
    byte[] answer = crew.ask(task(trial, null, needed));
    Conclusion conclusion =
        Json.readText(
            new String(answer, StandardCharsets.UTF_8), "a trial's conclusion", Conclusion.class);
    return conclusion.after(seconds);
  }

  private byte[] task(Trial trial, @Nullable RunConfig train, Map<String, byte[]> needed) {
    TrialOrder order =
        new TrialOrder(
            trial,
            train,
            data.digest(trial.network()),
            data.folders(),
            networks.device().toString());
    return new TrialTask(order, needed).toBytes();
  }
}
