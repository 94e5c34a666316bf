package org.widemargin.loss;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Activations;
import org.widemargin.torch.Ops;

/**
 * The paper's second baseline (section 4.2): the multi-class hinge loss of the logits, {@code
 * max(0, margin - (f_y - max_{i != y} f_i))} (Crammer and Singer, 2001), with a small weight of
 * cross-entropy.
 *
 * @param hinge its choices
 * @param crossEntropy what the weight is of
 */
public record HingeLoss(Hinge hinge, CrossEntropy crossEntropy) implements Loss {
  @Override
  public LossValue of(Activations activations, Tensor labels) {
    Tensor logits = activations.logits();
    Tensor strongest = Ops.maxPerSample(Ops.put(logits, labels, Double.NEGATIVE_INFINITY));
    Tensor lead = Ops.pick(logits, labels).sub(strongest);
    Tensor violation = Ops.atLeast(Ops.subtractFrom(hinge.margin(), lead), 0).mean();
    Tensor entropy = crossEntropy.mean(logits, labels);
    Map<String, Tensor> parts = new LinkedHashMap<>();
    parts.put("hinge", violation.detach());
    parts.put("cross-entropy", entropy.detach());
    return new LossValue(
        Ops.addWeighted(violation, entropy, hinge.crossEntropyWeight()), parts, Map.of());
  }
}
