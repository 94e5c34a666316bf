package org.widemargin.train;

import static org.widemargin.InputException.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;
import org.widemargin.loss.CrossEntropy;
import org.widemargin.loss.Hinge;
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
 */
public record LossConfig(
    Kind kind, MarginSpec margin, Hinge hinge, @Nullable GammaGrowth gammaGrowth) {
  /** The losses. */
  public enum Kind {
    /** The first baseline. */
    CROSS_ENTROPY,
    /** The paper's second baseline, with a small weight of cross-entropy. */
    HINGE,
    /** The large-margin loss. */
    MARGIN
  }

  @JsonCreator
  static LossConfig of(
      @Nullable Kind kind,
      @Nullable MarginSpec margin,
      @Nullable Hinge hinge,
      @Nullable GammaGrowth gammaGrowth) {
    return new LossConfig(
        kind == null ? Kind.MARGIN : kind,
        margin == null ? MarginSpec.defaults() : margin,
        hinge == null ? Hinge.defaults() : hinge,
        gammaGrowth);
  }

  /**
   * A loss with default choices.
   *
   * @param kind which loss
   * @return the configuration
   */
  public static LossConfig of(Kind kind) {
    return of(kind, null, null, null);
  }

  /**
   * The large-margin loss.
   *
   * @param margin its choices
   * @return the configuration
   */
  public static LossConfig margin(MarginSpec margin) {
    return of(Kind.MARGIN, margin, null, null);
  }

  /**
   * The loss at a step.
   *
   * @param step from 0
   * @return the loss
   */
  public Loss at(long step) {
    return switch (kind) {
      case CROSS_ENTROPY -> new CrossEntropy();
      case HINGE -> hinge;
      case MARGIN -> new MarginLoss(gammaGrowth == null ? margin : gammaGrowth.at(step, margin));
    };
  }

  /**
   * Checks that a network has what the loss names.
   *
   * @param network the network to train
   * @throws org.widemargin.InputException for an unknown layer or more competitors than there are
   */
  void check(NetworkSpec network) {
    margin.layersAmong(network.taps());
    require(
        margin.topK() < network.classes(),
        "expected top-k of at most %d (the number of classes less one), found %d",
        network.classes() - 1,
        margin.topK());
  }
}
