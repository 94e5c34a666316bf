package org.widemargin.loss;

import static org.widemargin.error.InputException.require;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Activations;
import org.widemargin.torch.Functions;

/**
 * The mean cross-entropy of the softmax of the logits, in nats.
 *
 * <p>With label smoothing (Szegedy et al., 2016, "Rethinking the Inception Architecture for
 * Computer Vision", section 7) the target of a sample is {@code (1 - labelSmoothing)} of its label
 * and {@code labelSmoothing / C} of each of the C classes, the label's own among them, as in
 * PyTorch's {@code label_smoothing}. The loss is then least at finite logits. A logit that is NaN
 * or infinite makes it NaN or infinite.
 *
 * @param labelSmoothing the share of the target that is spread over all classes, at least 0 and
 *     below 1; 0 for none
 */
public record CrossEntropy(double labelSmoothing) implements Loss {
  /** Against the labels as they are. */
  public static final CrossEntropy UNSMOOTHED = new CrossEntropy(0);

  /** Checks the range. */
  public CrossEntropy {
    require(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "expected a label-smoothing of at least 0 and below 1, found %s",
        labelSmoothing);
  }

  @Override
  public LossValue of(Activations activations, Tensor labels) {
    Tensor mean = mean(activations.logits(), labels);
    return new LossValue(mean, Map.of("cross-entropy", mean.detach()));
  }

  /**
   * The mean over samples.
   *
   * @param logits {@code [N, C]}
   * @param labels int64 {@code [N]}
   * @return a scalar, part of the graph
   */
  public Tensor mean(Tensor logits, Tensor labels) {
    return Functions.crossEntropyPerSample(logits, labels, labelSmoothing).mean();
  }
}
