package org.widemargin.train;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.network.Initialisation;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.parallel.Workers;
import org.widemargin.torch.Device;

/**
 * The network that the optimiser changes, and the one that is evaluated and kept: the same, or the
 * {@linkplain WeightAverage average} of its weights. It holds their native memory: close it.
 */
final class NetworkInTraining implements AutoCloseable {
  private final Network trained;
  private final @Nullable WeightAverage average;

  private NetworkInTraining(Network trained, @Nullable WeightAverage average) {
    this.trained = trained;
    this.average = average;
  }

  /**
   * A network before its first update.
   *
   * @param spec the architecture
   * @param seed the run's seed
   * @param averageWeights the decay of the average, or 0 for none
   * @param initialisation of the weights that are drawn
   * @param initial the weights that are given; the others are drawn
   * @param device where it computes
   */
  static NetworkInTraining start(
      NetworkSpec spec,
      long seed,
      double averageWeights,
      Initialisation initialisation,
      Map<String, float[]> initial,
      Device device) {
    return new NetworkInTraining(
        Network.initialise(spec, seed, initialisation, initial, device),
        averageWeights == 0
            ? null
            : new WeightAverage(
                averageWeights, Network.initialise(spec, seed, initialisation, initial, device)));
  }

  /**
   * A network that training goes on with.
   *
   * @param from the last checkpoint
   * @param averageWeights the decay of the average, or 0 for none
   * @param device where it computes
   * @throws org.widemargin.error.InputException if there are no raw weights beside the average in
   *     it
   */
  static NetworkInTraining from(Checkpoint from, double averageWeights, Device device) {
    return averageWeights == 0
        ? new NetworkInTraining(from.network(device), null)
        : new NetworkInTraining(
            from.rawNetwork(device), new WeightAverage(averageWeights, from.network(device)));
  }

  /** Takes the weights of the first worker. */
  void copyFirst(Workers workers) {
    workers.copyFirst(List.copyOf(trained.state().values()));
    if (average != null) {
      workers.copyFirst(List.copyOf(average.network().state().values()));
    }
  }

  /** The network that the optimiser changes. */
  Network trained() {
    return trained;
  }

  /** The network that is evaluated and kept. */
  Network kept() {
    return average == null ? trained : average.network();
  }

  /** What a checkpoint holds beside the network that is kept, if that is another. */
  Map<String, Tensor> rawWeights() {
    return average == null ? Map.of() : trained.state();
  }

  /**
   * Notes that the optimiser has changed the network. Runs inside the caller's {@link
   * org.widemargin.torch.Scope}.
   *
   * @param update from 1
   */
  void updated(long update) {
    if (average != null) {
      average.add(trained, update);
    }
  }

  @Override
  public void close() {
    trained.close();
    if (average != null) {
      average.close();
    }
  }
}
