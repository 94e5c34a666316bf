package org.widemargin.loss;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Activations;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;

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
    Tensor strongest = PerSample.amax(PerSample.scatter(logits, labels, Double.NEGATIVE_INFINITY));
    Tensor lead = PerSample.gather(logits, labels).sub(strongest);
    Tensor violation = Ops.clampMin(Ops.rsub(lead, hinge.margin()), 0).mean();
    Tensor entropy = crossEntropy.mean(logits, labels);
    Map<String, Tensor> parts = new LinkedHashMap<>();
    parts.put("hinge", violation.detach());
    parts.put("cross-entropy", entropy.detach());
    return new LossValue(Ops.add(violation, entropy, hinge.crossEntropyWeight()), parts);
  }
}
