package org.widemargin.loss;

import static org.widemargin.InputException.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.network.Activations;
import org.widemargin.torch.Ops;

/**
 * The paper's second baseline (section 4.2): the multi-class hinge loss of the logits, {@code
 * max(0, margin - (f_y - max_{i != y} f_i))} (Crammer and Singer, 2001), with a small weight of
 * cross-entropy.
 *
 * @param margin the lead of the true class that costs nothing, above 0
 * @param crossEntropyWeight the weight of the cross-entropy, at least 0
 */
public record Hinge(double margin, double crossEntropyWeight) implements Loss {
  /** Checks the ranges. */
  public Hinge {
    require(margin > 0, "hinge: expected a margin above 0, found %s", margin);
    require(
        crossEntropyWeight >= 0,
        "hinge: expected a cross-entropy-weight of at least 0, found %s",
        crossEntropyWeight);
  }

  @JsonCreator
  static Hinge read(@Nullable Double margin, @Nullable Double crossEntropyWeight) {
    return new Hinge(
        margin == null ? 1 : margin, crossEntropyWeight == null ? 0.1 : crossEntropyWeight);
  }

  /**
   * The defaults: margin 1, cross-entropy weight 0.1.
   *
   * @return the loss
   */
  public static Hinge defaults() {
    return read(null, null);
  }

  @Override
  public LossValue of(Activations activations, Tensor labels) {
    Tensor logits = activations.logits();
    Tensor strongest = Ops.maxPerSample(Ops.put(logits, labels, Double.NEGATIVE_INFINITY));
    Tensor lead = Ops.pick(logits, labels).sub(strongest);
    Tensor hinge = Ops.atLeast(Ops.subtractFrom(margin, lead), 0).mean();
    Tensor crossEntropy = CrossEntropy.mean(logits, labels);
    Map<String, Tensor> parts = new LinkedHashMap<>();
    parts.put("hinge", hinge.detach());
    parts.put("cross-entropy", crossEntropy.detach());
    return new LossValue(Ops.addWeighted(hinge, crossEntropy, crossEntropyWeight), parts, Map.of());
  }
}
