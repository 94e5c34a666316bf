package org.widemargin.attack;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.evaluate.Decision;
import org.widemargin.torch.Functions;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;

/** The losses that pull towards whichever wrong class. */
public enum UntargetedLoss implements AttackLoss {
  /** The cross-entropy; its gradient vanishes where the network is sure of itself. */
  CROSS_ENTROPY {
    @Override
    public Tensor of(Tensor logits, Tensor labels) {
      return Functions.crossEntropyPerSample(logits, labels);
    }
  },
  /** The logit margin max over i != y of z_i - z_y (Carlini and Wagner, 2017). */
  MARGIN {
    @Override
    public Tensor of(Tensor logits, Tensor labels) {
      return Decision.lead(logits, labels).neg();
    }
  },
  /**
   * The difference of logits ratio: the margin over z(1) - z(3), which makes it blind to the scale
   * of the logits (Croce and Hein, 2020). It needs three classes; with two it is the margin.
   */
  DLR {
    @Override
    public Tensor of(Tensor logits, Tensor labels) {
      Tensor margin = MARGIN.of(logits, labels);
      if (logits.size(1) < 3) {
        return margin;
      }
      Tensor sorted = logits.gather(1, PerSample.topkIndices(logits, 3));
      Tensor spread = sorted.select(1, 0).sub(sorted.select(1, 2));
      return margin.div(Ops.add(spread, RATIO_FLOOR));
    }
  };

  /** Keeps the ratio finite where the logits are equal. */
  static final double RATIO_FLOOR = 1e-12;

  /** {@code cross-entropy}, {@code margin}, {@code dlr}. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
