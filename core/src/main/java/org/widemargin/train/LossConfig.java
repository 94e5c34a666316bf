package org.widemargin.train;

import static org.widemargin.config.Change.set;
import static org.widemargin.error.InputException.require;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.Change;
import org.widemargin.config.OmitDefault;
import org.widemargin.loss.AuxiliaryLoss;
import org.widemargin.loss.CrossEntropy;
import org.widemargin.loss.GeneralizedCrossEntropy;
import org.widemargin.loss.Hinge;
import org.widemargin.loss.HingeLoss;
import org.widemargin.loss.Loss;
import org.widemargin.margin.MarginLoss;
import org.widemargin.margin.MarginSpec;
import org.widemargin.network.NetworkSpec;

/**
 * What a run minimises.
 *
 * @param kind which loss
 * @param margin the choices of the margin loss; with another loss, those by which distances to the
 *     boundary are measured all the same
 * @param hinge the choices of the hinge loss
 * @param gammaGrowth how the margin asked for grows; absent for a constant one
 * @param labelSmoothing of the cross-entropy, whether it is the loss or a part of the hinge or the
 *     margin loss; at least 0 and below 1, and written down only if it is not 0
 * @param auxiliaryWeight of the cross-entropy of a network's auxiliary classifier, if it has one;
 *     at least 0, and written down only if it is not 0.4
 * @param radiusGrowth how the ball of the gradient mode certified, or of a bound, grows; absent for
 *     a constant one
 * @param gce the choices of the generalised cross-entropy; with another loss it may be absent
 */
public record LossConfig(
    Kind kind,
    MarginSpec margin,
    Hinge hinge,
    @Nullable GammaGrowth gammaGrowth,
    @Nullable RadiusGrowth radiusGrowth,
    @OmitDefault double labelSmoothing,
    @OmitDefault double auxiliaryWeight,
    @Nullable GeneralizedCrossEntropy gce) {
  /** The losses. */
  public enum Kind {
    /** The first baseline. */
    CROSS_ENTROPY,
    /** A cross-entropy that tolerates wrong labels. */
    GCE,
    /** The paper's second baseline, with a small weight of cross-entropy. */
    HINGE,
    /** The large-margin loss. */
    MARGIN
  }

  /** Checks the label smoothing, and completes the choices of the loss that is asked for. */
  public LossConfig {
    require(
        labelSmoothing == 0 || kind != Kind.GCE,
        "expected no label-smoothing with the loss gce, which has no cross-entropy, found %s",
        labelSmoothing);
    // Which check their ranges.
    new AuxiliaryLoss(auxiliaryWeight, new CrossEntropy(labelSmoothing));
    gce = kind == Kind.GCE && gce == null ? GeneralizedCrossEntropy.defaults() : gce;
  }

  /**
   * The defaults: the large-margin loss, at the input.
   *
   * @return the configuration
   */
  public static LossConfig defaults() {
    return new LossConfig(
        /* kind= */ Kind.MARGIN,
        MarginSpec.defaults(),
        Hinge.defaults(),
        /* gammaGrowth= */ null,
        /* radiusGrowth= */ null,
        /* labelSmoothing= */ 0,
        /* auxiliaryWeight= */ 0.4,
        /* gce= */ null);
  }

  /**
   * A loss with default choices.
   *
   * @param kind which loss
   * @return the configuration
   */
  public static LossConfig of(Kind kind) {
    return Change.apply(defaults(), set(LossConfig::kind).to(kind));
  }

  /**
   * The large-margin loss.
   *
   * @param margin its choices
   * @return the configuration
   */
  public static LossConfig ofMargin(MarginSpec margin) {
    return Change.apply(defaults(), set(LossConfig::margin).to(margin));
  }

  /**
   * The loss at a step.
   *
   * @param step from 0
   * @return the loss
   */
  public Loss at(long step) {
    return switch (kind) {
      case CROSS_ENTROPY, GCE, HINGE -> ofLogits();
      case MARGIN -> new MarginLoss(marginAt(step), crossEntropy());
    };
  }

  private MarginSpec marginAt(long step) {
    MarginSpec grown = gammaGrowth == null ? margin : gammaGrowth.at(step, margin);
    return radiusGrowth == null ? grown : radiusGrowth.at(step, grown);
  }

  /** The loss, or what of it depends on the logits alone: a margin loss's cross-entropy. */
  Loss ofLogits() {
    return switch (kind) {
      case CROSS_ENTROPY, MARGIN -> crossEntropy();
      case GCE -> Objects.requireNonNull(gce);
      case HINGE -> new HingeLoss(hinge, crossEntropy());
    };
  }

  /** What a network's auxiliary classifier adds to the loss. */
  AuxiliaryLoss auxiliary() {
    return new AuxiliaryLoss(auxiliaryWeight, crossEntropy());
  }

  private CrossEntropy crossEntropy() {
    return new CrossEntropy(labelSmoothing);
  }

  /**
   * Checks that a network has what the loss names.
   *
   * @param network the network to train
   * @throws org.widemargin.error.InputException for an unknown layer or more competitors than there
   *     are
   */
  void check(NetworkSpec network) {
    margin.layersAmong(network.layerNamesWithUnits());
    require(
        margin.topK() < network.classes(),
        "expected top-k of at most %d (the number of classes less one), found %d",
        network.classes() - 1,
        margin.topK());
  }
}
