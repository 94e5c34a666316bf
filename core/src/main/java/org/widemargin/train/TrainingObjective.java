package org.widemargin.train;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.loss.AuxiliaryLoss;
import org.widemargin.loss.Loss;
import org.widemargin.loss.LossValue;
import org.widemargin.network.Activations;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.Precision;
import org.widemargin.torch.Autograd;

/** The loss of a batch: which forward passes it takes, and in which mode. */
final class TrainingObjective {
  /**
   * The forward passes of a batch.
   *
   * @param loss what they are for
   * @param activations of the pass that the loss is taken from
   * @param training the pass in training mode, often the same
   * @param auxiliary what an auxiliary classifier adds
   */
  record Passes(Loss loss, Activations activations, Activations training, AuxiliaryLoss auxiliary) {
    /** Of the pass in training mode, {@code [N, C]}. */
    Tensor logits() {
      return training.logits();
    }

    /**
     * Computes the loss.
     *
     * @param labels int64 {@code [N]}
     * @return part of the graph
     */
    LossValue loss(Tensor labels) {
      return auxiliary.added(loss.of(activations, logits(), labels), training, labels);
    }
  }

  private final LossConfig config;
  private final Precision precision;
  private final Mode mode;
  private final boolean inferencePass;

  /**
   * Prepares.
   *
   * @param config the loss
   * @param network the architecture
   * @param precision of the passes
   * @param mode in which the network learns
   */
  TrainingObjective(LossConfig config, NetworkSpec network, Precision precision, Mode mode) {
    this.config = config;
    this.precision = precision;
    this.mode = mode;
    // A network that learns in this very mode has no other one.
    this.inferencePass = mode == Mode.TRAINING && config.at(0).needsInferencePass(network);
  }

  /** Of a network that learns with all its layers. */
  TrainingObjective(LossConfig config, NetworkSpec network, Precision precision) {
    this(config, network, precision, Mode.TRAINING);
  }

  /**
   * Runs the network in the caller's scope.
   *
   * @param network whose parameters the loss is differentiated by
   * @param samples {@code [N, C, H, W]} or {@code [N, D]}
   * @param step from 0
   */
  Passes passes(Network network, Tensor samples, long step) {
    Loss loss = config.at(step);
    Tensor input = loss.needsInputGradient() ? Autograd.leaf(samples) : samples;
    if (!inferencePass) {
      Activations activations = network.forward(input, mode, precision);
      return new Passes(loss, activations, activations, config.auxiliary());
    }
    // The training pass goes first: it updates the running statistics in place, which the graph of
    // the inference pass holds on to.
    Activations training = network.forward(samples, mode, precision);
    return new Passes(
        loss, network.forward(input, Mode.INFERENCE, precision), training, config.auxiliary());
  }
}
