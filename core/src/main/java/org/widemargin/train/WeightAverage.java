package org.widemargin.train;

import org.widemargin.network.Network;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Ops;

/**
 * The exponential moving average of a network over the steps of its training: after each update
 * {@code average = decay * average + (1 - decay) * network}, from the network at its start on.
 * Averaged iterates are nearer to the minimum than the last one, which the noise of the batches
 * keeps in motion (Polyak and Juditsky, 1992, "Acceleration of Stochastic Approximation by
 * Averaging"), and do not follow single batches, wrong labels among them.
 *
 * <p>In the first steps, which are soon out of date, the decay is smaller: {@code min(decay, (1 +
 * t) / (10 + t))} at the update t, from 1, as in TensorFlow's {@code ExponentialMovingAverage} with
 * {@code num_updates}.
 *
 * <p>The running statistics of batch normalisation are averaged like the weights (as by timm's
 * {@code ModelEmaV2}, and PyTorch's {@code AveragedModel} with {@code use_buffers}): those of the
 * last step belong to the activations of the last weights, while the mean of what they were belongs
 * to the mean of what the weights were. A mean of variances is never negative.
 *
 * <p>It holds the average's native memory: close it.
 */
final class WeightAverage implements AutoCloseable {
  private final double decay;
  private final Network network;

  /**
   * Starts an average.
   *
   * @param decay the weight of the past, above 0 and below 1
   * @param start the average so far: the network before its first update, or that of a checkpoint;
   *     changed by {@link #add}, and closed with this
   */
  WeightAverage(double decay, Network start) {
    this.decay = decay;
    this.network = start;
  }

  /** The weight of the past at an update, counted from 1. */
  static double decay(double limit, long update) {
    return Math.min(limit, (1.0 + update) / (10.0 + update));
  }

  /**
   * Takes the network after an update into the average. Runs inside the caller's {@link
   * org.widemargin.torch.Scope}.
   *
   * @param trained of the same architecture
   * @param update from 1
   */
  void add(Network trained, long update) {
    double weight = 1 - decay(decay, update);
    Autograd.withoutGradient(
        () -> {
          network
              .state()
              .forEach((name, average) -> Ops.lerpInPlace(average, trained.tensor(name), weight));
          return network;
        });
  }

  /** The average, which stays this object's. */
  Network network() {
    return network;
  }

  @Override
  public void close() {
    network.close();
  }
}
