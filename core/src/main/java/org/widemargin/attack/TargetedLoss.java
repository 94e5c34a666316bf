package org.widemargin.attack;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;

/** The losses that pull each sample towards one wrong class of its own. */
sealed interface TargetedLoss extends AttackLoss {
  /** The fewest classes that the targeted ratio is defined for. */
  int CLASSES_FOR_RATIO = 4;

  /**
   * The lead of the target over the true class: z_t - z_y.
   *
   * @param targets int64 {@code [N]}
   */
  record Margin(Tensor targets) implements TargetedLoss {
    @Override
    public Tensor of(Tensor logits, Tensor labels) {
      return PerSample.gather(logits, targets).sub(PerSample.gather(logits, labels));
    }

    @Override
    public AttackLoss select(Tensor rows) {
      return new Margin(targets.index_select(0, rows));
    }
  }

  /**
   * The same lead over z(1) - (z(3) + z(4)) / 2 (Croce and Hein, 2020).
   *
   * @param targets int64 {@code [N]}
   */
  record Ratio(Tensor targets) implements TargetedLoss {
    @Override
    public Tensor of(Tensor logits, Tensor labels) {
      Tensor sorted = logits.gather(1, PerSample.topkIndices(logits, CLASSES_FOR_RATIO));
      Tensor lower = Ops.mul(sorted.select(1, 2).add(sorted.select(1, 3)), 0.5);
      Tensor spread = sorted.select(1, 0).sub(lower);
      Tensor lead = new Margin(targets).of(logits, labels);
      return lead.div(Ops.add(spread, UntargetedLoss.RATIO_FLOOR));
    }

    @Override
    public AttackLoss select(Tensor rows) {
      return new Ratio(targets.index_select(0, rows));
    }
  }

  /**
   * The targeted ratio, or with too few classes the targeted margin.
   *
   * @param targets int64 {@code [N]}
   * @param classes how many classes there are
   * @return the loss
   */
  static TargetedLoss ratioOrMargin(Tensor targets, long classes) {
    return classes >= CLASSES_FOR_RATIO ? new Ratio(targets) : new Margin(targets);
  }
}
