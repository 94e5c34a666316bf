package org.widemargin.loss;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Activations;
import org.widemargin.torch.Functions;

/** The mean cross-entropy of the softmax of the logits, in nats. */
public final class CrossEntropy implements Loss {
  @Override
  public LossValue of(Activations activations, Tensor labels) {
    Tensor mean = mean(activations.logits(), labels);
    return new LossValue(mean, Map.of("cross-entropy", mean.detach()), Map.of());
  }

  /**
   * The mean over samples.
   *
   * @param logits {@code [N, C]}
   * @param labels int64 {@code [N]}
   * @return a scalar, part of the graph
   */
  public static Tensor mean(Tensor logits, Tensor labels) {
    return Functions.crossEntropyPerSample(logits, labels).mean();
  }
}
