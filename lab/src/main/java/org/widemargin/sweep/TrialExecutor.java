package org.widemargin.sweep;

import static org.widemargin.error.InputException.require;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.widemargin.config.Json;
import org.widemargin.study.Trial;
import org.widemargin.torch.DeviceChoice;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TrainingListener;

/**
 * Carries out trials for somebody else, one at a time. Its lines do not depend on the place: an
 * order that comes to a process with other data is refused.
 */
public final class TrialExecutor {
  private final Path folder;
  private final Map<Map<String, String>, DataCache> caches = new HashMap<>();

  /**
   * Makes a place for trials.
   *
   * @param folder of this process alone; networks pass through it
   */
  public TrialExecutor(Path folder) {
    this.folder = folder;
  }

  /**
   * Trains, or measures.
   *
   * @param task an order with its networks
   * @return a packed network, or what came of the trial
   * @throws org.widemargin.error.InputException if the data are missing here, or others
   */
  public byte[] carryOut(byte[] task) {
    TrialTask asked = TrialTask.of(task);
    TrialOrder order = asked.order();
    DataCache data = caches.computeIfAbsent(order.folders(), TrialExecutor::cache);
    requireSameData(order, data);
    NetworkStore networks =
        new NetworkStore(
            folder.resolve("networks"), data, DeviceChoice.parse(order.device()).here());
    networks.createFolder();
    asked.networks().forEach(networks::receive);
    RunConfig wanted = order.train();
    if (wanted != null) {
      train(networks, wanted);
      byte[] packed = networks.packed(wanted);
      networks.delete(wanted);
      return packed;
    }
    Trial trial = order.trial();
    long start = System.nanoTime();
    LocalWorkplace.networksOf(trial).forEach(config -> train(networks, config));
    Conclusion conclusion =
        new LocalWorkplace(networks, data).conclude(trial, (System.nanoTime() - start) * 1e-9);
    LocalWorkplace.networksOf(trial).forEach(networks::delete);
    return Json.writeLine(conclusion).getBytes(StandardCharsets.UTF_8);
  }

  private static void train(NetworkStore networks, RunConfig config) {
    networks.train(config, new TrainingListener() {}, new StopRequest());
  }

  private static DataCache cache(Map<String, String> folders) {
    Map<String, Path> paths = new LinkedHashMap<>();
    folders.forEach((name, path) -> paths.put(name, Path.of(path)));
    return new DataCache(new DataFolders(paths));
  }

  private static void requireSameData(TrialOrder order, DataCache data) {
    String found = data.digest(order.trial().network());
    require(
        found.equals(order.data()),
        "expected the data set %s as whoever asks has it, found another one here: its SHA-256 is"
            + " %s instead of %s",
        order.trial().network().data().dataset().name(),
        found,
        order.data());
  }
}
