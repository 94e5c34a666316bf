package org.widemargin.train;

import static org.widemargin.error.InputException.require;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.data.Shard;
import org.widemargin.margin.MarginSpec;
import org.widemargin.network.Mode;

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
    int parts = config.optimization().gradientAccumulation();
    require(
        shard.count() == 1 || batch / shard.count() >= parts,
        "expected at least a sample of every worker for each of %d parts of a batch"
            + " (gradient-accumulation), found a batch of %d for %d workers",
        parts,
        batch,
        shard.count());
    require(
        shard.count() == 1 || !config.evaluation().trackSamples(),
        "expected one worker with track-samples, found %d: each sees a part of the samples alone",
        shard.count());
    if (config.optimization().synchroniseBatchNorm()) {
      checkSynchronised(config);
    }
  }

  private static void checkSynchronised(RunConfig config) {
    require(
        config.optimization().trainLayers().mode() == Mode.TRAINING
            && !config.optimization().recomputeActivations(),
        "expected synchronise-batch-norm where all layers are trained and none is recomputed");
    MarginSpec margin = config.loss().margin();
    require(
        config.loss().kind() != LossConfig.Kind.MARGIN
            || margin.batchNorm() != MarginSpec.BatchNormMode.BATCH,
        "expected synchronise-batch-norm with a margin whose batch-norm is frozen or held, found"
            + " batch: its gradients would not reach the other workers");
  }

  /** What all workers must find the same, beside the versions, which they compared as they met. */
  static Map<String, String> facts(Map<String, String> settings, @Nullable Checkpoint from) {
    Map<String, String> facts = new LinkedHashMap<>(settings);
    facts.put("step", Long.toString(from == null ? 0 : from.manifest().step()));
    return facts;
  }
}
