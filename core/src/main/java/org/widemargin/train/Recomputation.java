package org.widemargin.train;

import static org.widemargin.error.InputException.require;

import org.widemargin.boundary.GradientMode;
import org.widemargin.layer.Dropout;
import org.widemargin.margin.MarginSpec;
import org.widemargin.network.Mode;
import org.widemargin.network.NetworkSpec;

/** What a run that computes activations again needs of its loss and its network. */
final class Recomputation {
  private Recomputation() {}

  /**
   * Refuses what would not give the same gradients.
   *
   * @throws org.widemargin.error.InputException saying what to change
   */
  static void check(RunConfig config, NetworkSpec network) {
    if (!config.optimization().recomputeActivations()) {
      return;
    }
    require(
        config.optimization().trainLayers().mode() == Mode.TRAINING,
        "recompute-activations: expected all layers to be trained; where only the head is, no"
            + " activations are kept for the others");
    require(
        !network.plan().contains(Dropout.class),
        "recompute-activations: expected a network without dropout, which would draw anew, found"
            + " some in '%s'",
        network.name());
    if (config.loss().kind() == LossConfig.Kind.MARGIN) {
      MarginSpec margin = config.loss().margin();
      require(
          margin.gradient() instanceof GradientMode.Constant
              && margin.batchNorm() != MarginSpec.BatchNormMode.BATCH
              && margin.bound() == null,
          "recompute-activations: expected a margin with gradient constant, batch-norm frozen or"
              + " held, and no bound; others differentiate through activations that are not kept");
    }
  }
}
