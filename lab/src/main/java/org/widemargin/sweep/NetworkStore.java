package org.widemargin.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.Json;
import org.widemargin.file.AtomicFiles;
import org.widemargin.file.Folders;
import org.widemargin.run.PackedRun;
import org.widemargin.run.RunFolder;
import org.widemargin.run.TrainedRun;
import org.widemargin.run.TrainingRun;
import org.widemargin.study.Basis;
import org.widemargin.study.Condition;
import org.widemargin.study.Identity;
import org.widemargin.torch.Device;
import org.widemargin.torch.DeviceChoice;
import org.widemargin.train.DataConfig;
import org.widemargin.train.DivergenceException;
import org.widemargin.train.EvaluationConfig.Keep;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TrainingListener;
import org.widemargin.train.TrainingOutcome;

/**
 * Trained networks, each in the folder of a run named by the {@link Identity} of its configuration,
 * its data, and what training means. A network is trained once; a training that was killed goes on
 * from its last checkpoint, to the same weights.
 */
final class NetworkStore {
  private static final String COMPLETE = "complete.json";

  private final Path folder;
  private final DataCache data;
  private final Device device;

  NetworkStore(Path folder, DataCache data, Device device) {
    this.folder = folder;
    this.data = data;
    this.device = device;
  }

  void createFolder() {
    AtomicFiles.createFolder(folder);
  }

  /**
   * How a training ended.
   *
   * @param bestStep the step of the best validation accuracy; 0 if none is held out
   * @param failure why there is no network: the training diverged
   */
  record Ended(long bestStep, @Nullable String failure) {}

  String lockOf(RunConfig config) {
    return "network-" + identity(config);
  }

  /** Names a training. */
  String identity(RunConfig config) {
    return Identity.of(
        Map.of(
            "network", config.deciding(), "data", data.digest(config), "training", Basis.TRAINING));
  }

  /** What trains and measures; it is no part of what a network is. */
  Device device() {
    return device;
  }

  /** The result of a training, to be closed by the caller. */
  TrainedRun load(RunConfig config) {
    return TrainedRun.load(path(config), device);
  }

  RunFolder folder(RunConfig config) {
    return RunFolder.open(path(config));
  }

  boolean isTrained(RunConfig config) {
    return Files.exists(path(config).resolve(COMPLETE));
  }

  Ended ended(RunConfig config) {
    return Json.read(path(config).resolve(COMPLETE), Ended.class);
  }

  /**
   * Trains to the end, or tells that it was stopped. The caller holds the lock of the network.
   *
   * @return whether the training is complete
   */
  boolean train(RunConfig config, TrainingListener listener, StopRequest stop) {
    Path path = path(config);
    if (isTrained(config)) {
      return true;
    }
    Ended ended;
    try {
      TrainingOutcome outcome = run(config, path, listener, stop);
      if (outcome.ending() == TrainingOutcome.Ending.INTERRUPTED) {
        return false;
      }
      ended = new Ended(outcome.bestStep(), null);
    } catch (DivergenceException e) {
      AtomicFiles.createFolder(path);
      ended = new Ended(0, e.getMessage());
    }
    AtomicFiles.writeText(path.resolve(COMPLETE), Json.write(ended));
    return true;
  }

  private TrainingOutcome run(
      RunConfig config, Path path, TrainingListener listener, StopRequest stop) {
    RunConfig here = config.on(new DeviceChoice(device));
    if (Files.exists(path) && hasCheckpoint(path)) {
      return TrainingRun.resume(here, data.of(config), path, listener, stop);
    }
    delete(path);
    return TrainingRun.start(here, data.of(config), path, listener, stop);
  }

  private static boolean hasCheckpoint(Path path) {
    return Files.exists(path.resolve("config.yaml"))
        && Files.exists(RunFolder.open(path).checkpoint(Keep.LAST));
  }

  /** A trained network as bytes, for another store. */
  byte[] packed(RunConfig config) {
    return PackedRun.pack(path(config), COMPLETE);
  }

  /** Takes a network of another store in, unless it is here. The caller holds its lock. */
  void receive(String identity, byte[] packed) {
    Path path = folder.resolve(identity);
    if (!Files.exists(path.resolve(COMPLETE))) {
      delete(path);
      PackedRun.unpack(packed, path, COMPLETE);
    }
  }

  /** Removes a network. The caller holds its lock. */
  void delete(RunConfig config) {
    delete(path(config));
  }

  /** Removes a passing network. The caller holds its lock. */
  void release(RunConfig config) {
    if (isPassing(config)) {
      delete(path(config));
    }
  }

  /** Whether no other study shares a network: those trained on all data with true labels stay. */
  static boolean isPassing(RunConfig config) {
    DataConfig data = config.data();
    return !new Condition(data.labelNoise(), data.trainFraction()).equals(Condition.CLEAN);
  }

  private Path path(RunConfig config) {
    return folder.resolve(identity(config));
  }

  /** The mark of completeness goes first, so that half a folder never looks complete. */
  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path.resolve(COMPLETE));
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(path, e);
    }
    Folders.delete(path);
  }
}
