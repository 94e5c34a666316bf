package org.widemargin.loss;

import static org.widemargin.error.InputException.require;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Activations;
import org.widemargin.torch.Functions;
import org.widemargin.torch.Ops;

/**
 * The generalised cross-entropy of Zhang and Sabuncu (2018), "Generalized Cross Entropy Loss for
 * Training Deep Neural Networks with Noisy Labels", section 3.2: the mean over samples of {@code (1
 * - p_y^q) / q}, p_y being the softmax probability of the label. It lies between cross-entropy
 * ({@code q -> 0}) and the mean absolute error ({@code q = 1}: {@code 1 - p_y}), and is at most
 * {@code 1 / q} for each sample. Its gradient is that of cross-entropy times {@code p_y^q}: samples
 * whose label the network does not believe count little, which is what tolerates wrong labels.
 *
 * <p>The truncated form of the paper (section 3.3), which drops samples of a probability below a
 * threshold and needs weights for each training sample that are updated in turn, is left out.
 *
 * <p>It is computed as {@code -expm1(q log p_y) / q} from the logarithm of the softmax, so that
 * neither a small q nor a small probability loses digits. The factor {@code p_y^q} of the gradient
 * is right to the resolution of the logits' type at 1 (6e-8 in float32), and so is 0 where it is
 * smaller. A logit that is NaN makes the loss NaN.
 *
 * @param q from nearly 0 to 1
 */
public record GeneralizedCrossEntropy(double q) implements Loss {
  /** Times a logarithm this is still a normal number in float32. */
  private static final double LEAST_Q = 1e-30;

  /** Checks the range. */
  public GeneralizedCrossEntropy {
    require(
        q >= LEAST_Q && q <= 1,
        "gce: expected a q above 0 (at least %s; for 0 choose cross-entropy) and at most 1, found"
            + " %s",
        LEAST_Q,
        q);
  }

  /**
   * The paper's choice: q = 0.7.
   *
   * @return the loss
   */
  public static GeneralizedCrossEntropy defaults() {
    return new GeneralizedCrossEntropy(/* q= */ 0.7);
  }

  @Override
  public LossValue of(Activations activations, Tensor labels) {
    Tensor mean = mean(activations.logits(), labels);
    return new LossValue(mean, Map.of("gce", mean.detach()));
  }

  /**
   * The mean over samples.
   *
   * @param logits {@code [N, C]}
   * @param labels int64 {@code [N]}
   * @return a scalar, part of the graph
   */
  public Tensor mean(Tensor logits, Tensor labels) {
    Tensor crossEntropy = Functions.crossEntropyPerSample(logits, labels);
    return Ops.div(Ops.mul(crossEntropy, -q).expm1(), -q).mean();
  }
}
