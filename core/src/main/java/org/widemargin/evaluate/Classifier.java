package org.widemargin.evaluate;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Network;

/**
 * Whatever gives scores to classes: a {@linkplain #of network}, or a function of the user's own.
 *
 * <p>It must be differentiable with respect to its input for the attacks that use gradients, treat
 * each sample of a batch on its own, and not change itself.
 */
@FunctionalInterface
public interface Classifier {
  /**
   * Scores a batch.
   *
   * @param inputs {@code [N, C, H, W]} or {@code [N, D]}
   * @return the logits {@code [N, classes]}
   */
  Tensor logits(Tensor inputs);

  /**
   * Scores a batch with a way back to the inputs. By default that is autograd's; a classifier that
   * knows a faster one hands it over here.
   *
   * @param inputs {@code [N, C, H, W]} or {@code [N, D]}
   * @return the linearisation at the inputs, in the innermost scope
   */
  default Linearisation linearise(Tensor inputs) {
    return Linearisation.byAutograd(this, inputs);
  }

  /**
   * A network in inference mode. Its gradients are taken by the network's own sweep back over its
   * layers, in the network's full precision, without a graph.
   *
   * @param network the network, which stays the caller's to close
   * @return the classifier
   */
  static Classifier of(Network network) {
    return new NetworkClassifier(network);
  }
}
