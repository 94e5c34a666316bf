package org.widemargin.attack;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Tensors;
import org.widemargin.torch.ValueAndGradient;

/**
 * What an attack sees of the classifier at some points.
 *
 * @param logits {@code [N, C]}; 0 for samples that dropped out
 * @param losses for each loss asked for its value and its gradient with respect to the points, no
 *     part of a graph; 0 for samples that dropped out
 */
public record Look(Tensor logits, List<ValueAndGradient> losses) {
  /** Copies the list. */
  public Look {
    losses = List.copyOf(losses);
  }

  /**
   * The scores of the samples under a loss, computed from the logits without a graph.
   *
   * @param loss the loss
   * @param labels int64 {@code [N]}
   * @return one number for each sample
   */
  double[] scores(AttackLoss loss, Tensor labels) {
    return Tensors.toDoubles(loss.of(logits, labels));
  }

  /**
   * The first loss.
   *
   * @return {@code [N]}
   */
  public Tensor loss() {
    return losses.get(0).value();
  }

  /**
   * The gradient of the first loss.
   *
   * @return {@code [N, ...]}
   */
  public Tensor gradient() {
    return losses.get(0).gradient();
  }
}
