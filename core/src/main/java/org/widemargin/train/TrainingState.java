package org.widemargin.train;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.checkpoint.CheckpointManifest;
import org.widemargin.data.DataDescription;
import org.widemargin.network.Network;
import org.widemargin.optimize.Optimizer;

/**
 * A run between two steps. The tensors are those that training goes on with.
 *
 * @param network the network that is evaluated and kept
 * @param rawWeights the weights and running statistics that the optimiser changes, by name, where
 *     those of the network are their average; else empty
 * @param optimizer the optimiser
 * @param step how many updates were made
 * @param settings what the updates depend on
 * @param progress what else a continued run needs to know
 * @param data what the network learns from
 * @param tracked what is tracked of the training samples, an element for each, by name; or empty
 */
public record TrainingState(
    Network network,
    Map<String, Tensor> rawWeights,
    Optimizer optimizer,
    long step,
    Map<String, String> settings,
    CheckpointManifest.Progress progress,
    DataDescription data,
    Map<String, float[]> tracked) {

  /**
   * Copies everything that a continued run needs.
   *
   * @return the checkpoint
   */
  public Checkpoint toCheckpoint() {
    return Checkpoint.of(manifest(), network, rawWeights, optimizer.state(), tracked);
  }

  /**
   * Copies the network alone, for a run's result.
   *
   * @return the checkpoint, from which training cannot be continued
   */
  public Checkpoint toResult() {
    return Checkpoint.of(manifest(), network, Map.of(), Map.of(), Map.of());
  }

  private CheckpointManifest manifest() {
    return new CheckpointManifest(
        CheckpointManifest.FORMAT_VERSION, network.spec(), step, settings, progress, data);
  }
}
