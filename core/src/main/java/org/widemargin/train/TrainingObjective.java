package org.widemargin.train;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.loss.AuxiliaryLoss;
import org.widemargin.loss.Loss;
import org.widemargin.loss.LossValue;
import org.widemargin.network.Activations;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.Precision;
import org.widemargin.network.RecomputedPass;
import org.widemargin.parallel.Workers;
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
   * @param recomputed the passes, where they are to be computed again on the way back; else empty
   */
  record Passes(
      Loss loss,
      Activations activations,
      Activations training,
      AuxiliaryLoss auxiliary,
      List<RecomputedPass> recomputed) {
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

    /**
     * Differentiates the loss.
     *
     * @param total as {@link #loss} gave it
     * @param parameters by name
     * @return a gradient for each
     */
    List<Tensor> gradients(Tensor total, Map<String, Tensor> parameters) {
      return recomputed.isEmpty()
          ? Autograd.gradients(total, List.copyOf(parameters.values()))
          : RecomputedPass.gradients(total, recomputed, parameters);
    }
  }

  private final LossConfig config;
  private final boolean recomputes;
  private final Precision precision;
  private final Mode mode;
  private final boolean inferencePass;
  private final @Nullable Workers together;

  /**
   * Prepares.
   *
   * @param config the loss
   * @param network the architecture
   * @param precision of the passes
   * @param mode in which the network learns
   * @param recomputes whether passes keep little and are computed again on the way back
   * @param together with whom batch normalisation takes its statistics; null for alone
   */
  TrainingObjective(
      LossConfig config,
      NetworkSpec network,
      Precision precision,
      Mode mode,
      boolean recomputes,
      @Nullable Workers together) {
    this.together = together;
    this.config = config;
    this.recomputes = recomputes;
    this.precision = precision;
    this.mode = mode;
    // A network that learns in this very mode has no other one.
    this.inferencePass = mode == Mode.TRAINING && config.at(0).needsInferencePass(network);
  }

  /** Of a network that learns with all its layers. */
  TrainingObjective(LossConfig config, NetworkSpec network, Precision precision) {
    this(config, network, precision, Mode.TRAINING, false, null);
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
    return recomputes
        ? recomputedPasses(loss, network, samples)
        : keptPasses(loss, network, samples);
  }

  private Passes keptPasses(Loss loss, Network network, Tensor samples) {
    Tensor input = loss.needsInputGradient() ? Autograd.leaf(samples) : samples;
    if (!inferencePass) {
      Activations activations = learning(network, input);
      return new Passes(loss, activations, activations, config.auxiliary(), List.of());
    }
    // The training pass goes first: it updates the running statistics in place, which the graph of
    // the inference pass holds on to.
    Activations training = learning(network, samples);
    return new Passes(
        loss,
        network.forward(input, Mode.INFERENCE, precision),
        training,
        config.auxiliary(),
        List.of());
  }

  private Activations learning(Network network, Tensor input) {
    return together == null
        ? network.forward(input, mode, precision)
        : network.forwardPart(input, precision, WorkersBatch.of(together, input.size(0)));
  }

  private Passes recomputedPasses(Loss loss, Network network, Tensor samples) {
    RecomputedPass training = network.recomputed(samples, mode, precision);
    Activations trained = training.activations();
    if (!inferencePass) {
      return new Passes(loss, trained, trained, config.auxiliary(), List.of(training));
    }
    RecomputedPass inference = network.recomputed(samples, Mode.INFERENCE, precision);
    return new Passes(
        loss, inference.activations(), trained, config.auxiliary(), List.of(training, inference));
  }
}
