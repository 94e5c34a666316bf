package org.widemargin.train;

import static org.widemargin.error.InputException.require;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.data.Shard;
import org.widemargin.torch.NativeRuntime;

/** What several workers of one training must have. */
final class WorkerLimits {
  private WorkerLimits() {}

  /**
   * Refuses a run that cannot be divided.
   *
   * @throws org.widemargin.error.InputException if a worker would have no samples, or would keep
   *     what the run tracks of its samples to itself
   */
  static void check(RunConfig config, int samples, Shard shard) {
    int batch = Math.min(config.optimization().batchSize(), samples);
    require(
        batch >= shard.count(),
        "expected a batch of at least one sample for each of %d workers, found %d",
        shard.count(),
        batch);
    require(
        shard.count() == 1 || !config.evaluation().trackSamples(),
        "expected one worker with track-samples, found %d: each sees a part of the samples alone",
        shard.count());
  }

  /** What all workers must find the same. */
  static Map<String, String> facts(Map<String, String> settings, @Nullable Checkpoint from) {
    Map<String, String> facts = new LinkedHashMap<>(settings);
    facts.put("version of libtorch", NativeRuntime.libtorchVersion());
    facts.put("step", Long.toString(from == null ? 0 : from.manifest().step()));
    return facts;
  }
}
