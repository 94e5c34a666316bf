package org.widemargin.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.loss.CrossEntropy;
import org.widemargin.loss.Loss;
import org.widemargin.loss.LossValue;
import org.widemargin.network.Activations;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * The margin loss as ports of it usually compute it: one reverse pass of autograd for every layer
 * and competitor. The same value as the paper's loss with logits, the strongest violation, and the
 * cross-entropy added with weight 1; only slower. For comparison.
 *
 * @param norm the p-norm that distances are measured in
 * @param gamma the margin asked for
 * @param clip a violation counts at most {@code clip * gamma}
 * @param competitors how many, at least 1
 */
public record PortsWay(Norm norm, double gamma, double clip, int competitors) implements Loss {
  private static final double EPSILON = 1e-6;

  @Override
  public LossValue of(Activations activations, Tensor labels) {
    Tensor logits = activations.logits();
    List<Tensor> rivals = rivals(logits.detach(), labels);
    Tensor total = CrossEntropy.UNSMOOTHED.mean(logits, labels);
    for (String layer : activations.names()) {
      List<Tensor> distances = new ArrayList<>();
      for (Tensor rival : rivals) {
        Tensor gap = PerSample.gather(logits, labels).sub(PerSample.gather(logits, rival));
        distances.add(gap.div(Ops.add(slope(gap, activations.get(layer)), EPSILON)));
      }
      Tensor least = Tensors.stack(distances, 1).amin(new long[] {1}, false);
      Tensor violation = Ops.clampMin(Ops.rsub(least, gamma), 0);
      total = total.add(Ops.clampMax(violation, clip * gamma).mean());
    }
    return new LossValue(total, Map.of());
  }

  /** The gradient is gone once its length is known, as the other programs' are. */
  private Tensor slope(Tensor gap, Tensor activation) {
    try (Scope scope = Scope.open()) {
      Tensor gradient =
          Objects.requireNonNull(
              Autograd.gradients(gap, Tensors.fullLike(gap, 1), List.of(activation), Graph.RETAIN)
                  .get(0));
      return scope.keep(norm.dual().perSample(gradient));
    }
  }

  private List<Tensor> rivals(Tensor logits, Tensor labels) {
    Tensor order =
        PerSample.topkIndices(
            PerSample.scatter(logits, labels, Double.NEGATIVE_INFINITY), competitors);
    List<Tensor> rivals = new ArrayList<>();
    for (int rank = 0; rank < competitors; rank++) {
      rivals.add(order.select(1, rank));
    }
    return rivals;
  }
}
