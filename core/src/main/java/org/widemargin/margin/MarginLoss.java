package org.widemargin.margin;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.SignedDistances;
import org.widemargin.loss.CrossEntropy;
import org.widemargin.loss.Loss;
import org.widemargin.loss.LossValue;
import org.widemargin.network.Activations;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Functions;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Tensors;

/**
 * The large-margin loss (paper, equation 15): for every chosen layer and every competitor the
 * violation {@code max(0, gamma - d)}, limited to {@code clip * gamma}, aggregated over
 * competitors, averaged over samples, combined over layers; plus a weighted cross-entropy.
 *
 * <p>A pure function of activations and labels: it works on any network that can hand over its
 * activations.
 */
public final class MarginLoss implements Loss {
  private final MarginSpec spec;
  private final CrossEntropy crossEntropy;
  private final SignedDistances distances;

  /**
   * Makes the loss, with the cross-entropy of the labels as they are.
   *
   * @param spec every choice
   */
  public MarginLoss(MarginSpec spec) {
    this(spec, CrossEntropy.UNSMOOTHED);
  }

  /**
   * Makes the loss.
   *
   * @param spec every choice of the margin
   * @param crossEntropy what is added with the spec's weight
   */
  public MarginLoss(MarginSpec spec, CrossEntropy crossEntropy) {
    this.spec = spec;
    this.crossEntropy = crossEntropy;
    this.distances = new SignedDistances(spec.distances());
  }

  /**
   * The loss with the cross-entropy taken from the same pass.
   *
   * @param activations of one forward pass; the chosen layers are part of its graph
   * @param labels int64 {@code [N]}
   * @return the loss
   * @throws org.widemargin.error.InputException for a layer that is unknown, not part of the graph,
   *     or without influence on the scores
   */
  @Override
  public LossValue of(Activations activations, Tensor labels) {
    return of(activations, activations.logits(), labels);
  }

  /**
   * The loss with the cross-entropy taken from other logits, for networks that behave differently
   * in training (batch normalisation, dropout): the margin is then that of the network as it will
   * be used.
   *
   * @param activations of the pass that the margin is taken from
   * @param trainingLogits of the pass that the cross-entropy is taken from, {@code [N, C]}
   * @param labels int64 {@code [N]}
   * @return the loss
   */
  @Override
  public LossValue of(Activations activations, Tensor trainingLogits, Tensor labels) {
    SignedDistances.Stacked stacked = stacked(activations, labels, spec::gammaOf);
    return withBound(value(stacked, trainingLogits, labels), activations, labels);
  }

  /**
   * The loss and the distances that it is made of.
   *
   * @param loss as {@link #of(Activations, Tensor)} has it
   * @param nearest for each chosen layer, each sample's signed distance to the nearest boundary
   *     {@code [N]}, no part of the graph
   */
  public record WithDistances(LossValue loss, Map<String, Tensor> nearest) {
    /** Copies the map. */
    public WithDistances {
      nearest = Collections.unmodifiableMap(new LinkedHashMap<>(nearest));
    }
  }

  /**
   * The loss with the distances that it is made of, for whoever watches them.
   *
   * @param activations of one forward pass; the chosen layers are part of its graph
   * @param labels int64 {@code [N]}
   * @return the loss and the distances
   * @throws org.widemargin.error.InputException as for {@link #of(Activations, Tensor)}
   */
  public WithDistances withDistances(Activations activations, Tensor labels) {
    SignedDistances.Stacked stacked =
        stacked(activations, labels, layer -> Double.POSITIVE_INFINITY);
    LossValue value = value(stacked, activations.logits(), labels);
    return new WithDistances(withBound(value, activations, labels), nearest(stacked));
  }

  @Override
  public boolean needsInputGradient() {
    return !(spec.gradient() instanceof GradientMode.Certified);
  }

  @Override
  public boolean needsInferencePass(NetworkSpec network) {
    return spec.needsInferencePass(network);
  }

  /** Who is farther than gamma has no violation, whatever the distance. */
  private SignedDistances.Stacked stacked(
      Activations activations, Tensor labels, ToDoubleFunction<String> enough) {
    // Distances know nothing of the maps by layer, which may name one that gets no margin.
    spec.layersAmong(activations.names());
    return distances.stacked(activations, labels, Graph.RETAIN, enough);
  }

  private LossValue withBound(LossValue value, Activations activations, Tensor labels) {
    Bound bound = spec.bound();
    if (bound == null) {
      return value;
    }
    Tensor leastGaps =
        new SignedDistances(spec.leastGaps(bound))
            .stacked(activations, labels, Graph.RETAIN)
            .distances()
            .select(0, 0);
    return value
        .plus("bound", worstCrossEntropy(leastGaps), bound.weight())
        .reporting("certified", certifiedShare(leastGaps.detach()));
  }

  private LossValue value(SignedDistances.Stacked stacked, Tensor trainingLogits, Tensor labels) {
    boolean ofWorstLogits =
        spec.gradient() instanceof GradientMode.Certified certified
            && certified.form() == GradientMode.Form.CROSS_ENTROPY;
    Tensor margin =
        ofWorstLogits ? worstCrossEntropy(stacked.distances().select(0, 0)) : combine(stacked);
    Tensor entropy = crossEntropy.mean(trainingLogits, labels);
    Tensor total =
        spec.crossEntropyWeight() == 0
            ? margin
            : Ops.add(margin, entropy, spec.crossEntropyWeight());
    Map<String, Tensor> parts = new LinkedHashMap<>();
    parts.put("margin", margin.detach());
    parts.put("cross-entropy", entropy.detach());
    if (spec.gradient() instanceof GradientMode.Certified) {
      parts.put("certified", certifiedShare(stacked.distances().detach().select(0, 0)));
    }
    return new LossValue(total, parts);
  }

  /** Of logits that fall short of the label's by the least gaps, {@code [N, K]}. */
  private static Tensor worstCrossEntropy(Tensor leastGaps) {
    Tensor label = Tensors.zeros(leastGaps, leastGaps.size(0), 1);
    Tensor logits = Tensors.concatenate(List.of(label, leastGaps.neg()), 1);
    Tensor first = PerSample.argmax(label);
    return Functions.crossEntropyPerSample(logits, first).mean();
  }

  /**
   * For how many of the samples every gap is proved to stay above 0; bounds that are NaN are none.
   */
  private static Tensor certifiedShare(Tensor leastGaps) {
    Tensor nearest = PerSample.amax(leastGaps.neg());
    return ElementTypes.typeAs(Ops.gt(nearest.neg(), 0), leastGaps).mean();
  }

  private static Map<String, Tensor> nearest(SignedDistances.Stacked stacked) {
    Tensor leasts = stacked.distances().detach().amin(new long[] {2}, false);
    Map<String, Tensor> nearest = new LinkedHashMap<>();
    for (int i = 0; i < stacked.layers().size(); i++) {
      nearest.put(stacked.layers().get(i), leasts.select(0, i));
    }
    return nearest;
  }

  /**
   * The signed distances in this loss's gradient mode, part of the graph.
   *
   * @param activations of one forward pass
   * @param labels int64 {@code [N]}
   * @return for each chosen layer {@code [N, K]}, the strongest competitor first
   */
  public Map<String, Tensor> distances(Activations activations, Tensor labels) {
    return distances.of(activations, labels, Graph.RETAIN);
  }

  private Tensor combine(SignedDistances.Stacked stacked) {
    List<String> layers = stacked.layers();
    double share = spec.overLayers() == MarginSpec.OverLayers.MEAN ? 1.0 / layers.size() : 1;
    double[] gammas = layers.stream().mapToDouble(spec::gammaOf).toArray();
    double[] weights =
        layers.stream()
            .mapToDouble(layer -> share * spec.weightOf(layer) * spec.gammaOf(layer))
            .toArray();
    // In units of each layer's gamma all are limited alike.
    Tensor inGammas =
        isUniform(gammas)
            ? Ops.div(stacked.distances(), gammas[0])
            : stacked.distances().div(perLayer(gammas, stacked.distances()));
    Tensor lacking = Ops.rsub(inGammas, 1);
    Tensor violations =
        Double.isFinite(spec.clip())
            ? Ops.clamp(lacking, 0, spec.clip())
            : Ops.clampMin(lacking, 0);
    Tensor aggregated = spec.aggregation().of(violations.flatten(0, 1)).reshape(layers.size(), -1);
    if (isUniform(weights)) {
      return Ops.mul(aggregated.sum(), weights[0] / aggregated.size(1));
    }
    return aggregated.mean(1).mul(perLayer(weights, aggregated).reshape(-1)).sum();
  }

  private static boolean isUniform(double[] numbers) {
    return Arrays.stream(numbers).allMatch(number -> number == numbers[0]);
  }

  /** One number for each layer, {@code [L, 1, 1]}. */
  private static Tensor perLayer(double[] numbers, Tensor like) {
    return Tensors.like(like, numbers, numbers.length, 1, 1);
  }
}
