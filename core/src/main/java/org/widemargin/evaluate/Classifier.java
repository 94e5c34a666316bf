package org.widemargin.evaluate;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Network;

/**
 * Whatever gives scores to classes: a {@linkplain #of network}, or {@linkplain #byAutograd a
 * function} of the user's own. On purpose it is no functional interface: a network's logits would
 * pass for one, and lose the network's own, faster way back.
 *
 * <p>It must be differentiable with respect to its input for the attacks that use gradients, treat
 * each sample of a batch on its own, and not change itself.
 */
public interface Classifier {
  /**
   * Scores a batch.
   *
   * @param inputs {@code [N, C, H, W]} or {@code [N, D]}
   * @return the logits {@code [N, classes]}
   */
  Tensor logits(Tensor inputs);

  /**
   * Scores a batch with a way back to the inputs.
   *
   * @param inputs {@code [N, C, H, W]} or {@code [N, D]}
   * @return the linearisation at the inputs, in the innermost scope
   */
  Linearisation linearise(Tensor inputs);

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

  /**
   * A function of the user's own. Its gradients are taken by autograd: every linearisation records
   * a graph. For a network use {@link #of}.
   *
   * @param logits from inputs {@code [N, C, H, W]} or {@code [N, D]} to logits {@code [N, classes]}
   * @return the classifier
   */
  static Classifier byAutograd(UnaryOperator<Tensor> logits) {
    return new AutogradClassifier(logits);
  }
}
