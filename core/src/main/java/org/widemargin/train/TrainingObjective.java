package org.widemargin.train;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.loss.Loss;
import org.widemargin.loss.LossValue;
import org.widemargin.margin.MarginLoss;
import org.widemargin.network.Activations;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.Precision;
import org.widemargin.torch.Autograd;

/** The loss of a batch: which forward passes it takes, and in which mode. */
final class TrainingObjective {
  /**
   * A batch's loss.
   *
   * @param loss part of the graph
   * @param logits of the pass in training mode, {@code [N, C]}
   */
  record Value(LossValue loss, Tensor logits) {}

  private final LossConfig config;
  private final Precision precision;
  private final boolean separateMarginPass;

  TrainingObjective(LossConfig config, NetworkSpec network, Precision precision) {
    this.config = config;
    this.precision = precision;
    this.separateMarginPass =
        config.kind() == LossConfig.Kind.MARGIN && config.margin().needsInferencePass(network);
  }

  /**
   * Computes the loss in the caller's scope.
   *
   * @param network whose parameters it is differentiated by
   * @param samples {@code [N, C, H, W]} or {@code [N, D]}
   * @param labels int64 {@code [N]}
   * @param step from 0
   */
  Value of(Network network, Tensor samples, Tensor labels, long step) {
    Loss loss = config.at(step);
    if (!(loss instanceof MarginLoss margin)) {
      Activations activations = network.forward(samples, Mode.TRAINING, precision);
      return new Value(loss.of(activations, labels), activations.logits());
    }
    // Margins at the input need its gradient.
    Tensor input = Autograd.leaf(samples);
    if (!separateMarginPass) {
      Activations activations = network.forward(input, Mode.TRAINING, precision);
      return new Value(margin.of(activations, labels), activations.logits());
    }
    // The training pass goes first: it updates the running statistics in place, which the graph of
    // the inference pass holds on to.
    Tensor trainingLogits = network.forward(samples, Mode.TRAINING, precision).logits();
    Activations activations = network.forward(input, Mode.INFERENCE, precision);
    return new Value(margin.of(activations, trainingLogits, labels), trainingLogits);
  }
}
