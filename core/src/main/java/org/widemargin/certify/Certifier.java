package org.widemargin.certify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.layer.Layer;
import org.widemargin.network.Block;
import org.widemargin.network.LayerPaths;
import org.widemargin.network.Network;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * Proves that a network keeps to a class over balls around samples. It holds a copy of the weights
 * in float64: close it.
 */
public final class Certifier implements AutoCloseable {
  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final Map<String, Tensor> weights = new LinkedHashMap<>();
  private final Ball ball;
  private final Method method;
  private boolean closed;

  /**
   * Copies a network's weights.
   *
   * @param network whose bounds are wanted, in inference mode
   * @param ball what the proofs cover
   * @param method how they are found
   */
  public Certifier(Network network, Ball ball, Method method) {
    for (Block block : network.spec().blocks()) {
      layers.putAll(LayerPaths.of(block.name(), block.layers()));
    }
    try (Scope scope = Scope.open()) {
      network
          .state()
          .forEach(
              (name, tensor) ->
                  weights.put(name, scope.own(ElementTypes.toFloat64(tensor.detach()).clone())));
    }
    this.ball = ball;
    this.method = method;
  }

  /**
   * Lower bounds of the gaps between the label's logit and every other over each sample's ball.
   *
   * @param samples {@code [N, C, H, W]} or {@code [N, D]}
   * @param labels int64 {@code [N]}
   * @param radii of the balls, float64 {@code [N]}, not negative
   * @return float64 {@code [N, classes]}, infinity at the label; NaN where the sample or a weight
   *     is not finite, which proves nothing
   * @throws org.widemargin.error.InputException if a layer of the network has no bound
   */
  public Tensor leastGaps(Tensor samples, Tensor labels, Tensor radii) {
    if (closed) {
      throw new IllegalStateException("the certifier is closed");
    }
    try (Scope scope = Scope.open()) {
      Region region = Region.of(ball, samples, radii);
      Tightening tightening =
          method == Method.FULL ? new BackwardTightening(region) : Tightening.NONE;
      List<BoundStep> steps =
          new Relaxation(weights, region, tightening)
              .steps(layers, region.bounds(), functionals -> functionals);
      Tensor logits = steps.get(steps.size() - 1).output().lower();
      Functionals gaps = Functionals.of(gaps(logits, labels));
      Tensor least = leastByIntervals(steps, gaps, region);
      if (method != Method.INTERVAL) {
        for (LowerSlope slope : LowerSlope.values()) {
          least = least.maximum(leastAtInput(steps, gaps, region, slope));
        }
      }
      Tensor perSample = Functionals.inBatches(least, labels).transpose(0, 1);
      return scope.keep(
          PerSample.scatter(perSample.contiguous(), labels, Double.POSITIVE_INFINITY));
    }
  }

  /** Back through all layers; what it needs on the way is given back before the next slope. */
  private static Tensor leastAtInput(
      List<BoundStep> steps, Functionals gaps, Region region, LowerSlope slope) {
    try (Scope scope = Scope.open()) {
      Functionals atInput = new ChainStep(steps, region.bounds()).back(gaps, slope);
      return scope.keep(region.least(atInput));
    }
  }

  /**
   * Which balls are proved to hold one class.
   *
   * @param samples {@code [N, C, H, W]} or {@code [N, D]}
   * @param labels int64 {@code [N]}
   * @param radii float64 {@code [N]}
   * @return for each sample whether every gap is above 0 over its ball
   */
  public boolean[] verified(Tensor samples, Tensor labels, Tensor radii) {
    double[] least;
    try (Scope scope = Scope.open()) {
      least = Tensors.toDoubles(PerSample.amax(leastGaps(samples, labels, radii).neg()));
    }
    boolean[] verified = new boolean[least.length];
    for (int i = 0; i < least.length; i++) {
      verified[i] = least[i] < 0;
    }
    return verified;
  }

  /** The difference of the label's logit and each other, one batch for each class. */
  private static Tensor gaps(Tensor logits, Tensor labels) {
    Tensor zeros = Tensors.zeros(logits, logits.size(0), logits.size(1));
    Tensor ofLabel = PerSample.scatter(zeros, labels, 1);
    List<Tensor> gaps = new ArrayList<>();
    for (int other = 0; other < logits.size(1); other++) {
      gaps.add(ofLabel.sub(PerSample.scatter(zeros, Tensors.fullLike(labels, other), 1)));
    }
    return Tensors.concatenate(gaps);
  }

  /** Back through the affine layers at the end, then over what is known before them. */
  private static Tensor leastByIntervals(List<BoundStep> steps, Functionals gaps, Region region) {
    int before = steps.size();
    Functionals carried = gaps;
    while (before > 0 && steps.get(before - 1).isAffine()) {
      before--;
      carried = steps.get(before).back(carried, LowerSlope.ADAPTIVE);
    }
    return before == 0 ? region.least(carried) : carried.leastOver(steps.get(before - 1).output());
  }

  /** Closing again does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      weights.values().forEach(Tensors::free);
    }
  }
}
