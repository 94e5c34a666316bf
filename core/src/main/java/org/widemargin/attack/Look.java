package org.widemargin.attack;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Tensors;

/**
 * What an attack sees of the classifier at some points.
 *
 * @param logits {@code [N, C]}; 0 for samples that dropped out
 * @param losses for each loss asked for {@code [N]}; 0 for samples that dropped out
 * @param gradients for each loss asked for, of its sum with respect to the points {@code [N, ...]};
 *     0 for samples that dropped out
 */
public record Look(Tensor logits, List<Tensor> losses, List<Tensor> gradients) {
  /** Copies the lists. */
  public Look {
    losses = List.copyOf(losses);
    gradients = List.copyOf(gradients);
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
    return losses.get(0);
  }

  /**
   * The gradient of the first loss.
   *
   * @return {@code [N, ...]}
   */
  public Tensor gradient() {
    return gradients.get(0);
  }
}
