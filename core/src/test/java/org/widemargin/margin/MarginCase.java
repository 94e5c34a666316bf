package org.widemargin.margin;

import static org.widemargin.config.Change.set;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.widemargin.boundary.DistanceSpec;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.boundary.Score;
import org.widemargin.norm.Norm;
import org.widemargin.reference.ReferenceNetwork;
import org.widemargin.reference.ReferenceOptions;

/**
 * One choice of every option of the margin loss, for the product and for the reference.
 *
 * @param layers the taps with a margin
 * @param norm p
 * @param aggregation over competitors
 * @param score logits or probabilities
 * @param gradient the mode
 * @param topK number of competitors, 0 for all
 * @param scale of the norm
 * @param clip factor, infinity for none
 * @param overLayers sum or mean
 * @param epsilon added to the denominator
 * @param crossEntropyWeight of the cross-entropy
 */
record MarginCase(
    List<MarginLayer> layers,
    Norm norm,
    Aggregation aggregation,
    Score score,
    GradientMode gradient,
    int topK,
    DistanceSpec.Scale scale,
    double clip,
    MarginSpec.OverLayers overLayers,
    double epsilon,
    double crossEntropyWeight) {

  /** A tap with a margin. */
  record MarginLayer(int tap, String name, double gamma, double weight) {}

  /** Every tap of a network, each with a gamma and a weight of its own. */
  static List<MarginLayer> allTaps(ReferenceNetwork network) {
    List<MarginLayer> layers = new ArrayList<>();
    for (int tap = 0; tap < network.tapCount(); tap++) {
      layers.add(new MarginLayer(tap, network.tapName(tap), 0.53 + 0.31 * tap, 1.7 - 0.35 * tap));
    }
    return layers;
  }

  /** The product's options. */
  MarginSpec spec() {
    Map<String, Double> gammas = new LinkedHashMap<>();
    Map<String, Double> weights = new LinkedHashMap<>();
    for (MarginLayer layer : layers) {
      gammas.put(layer.name(), layer.gamma());
      weights.put(layer.name(), layer.weight());
    }
    return MarginSpec.paper()
        .with(
            set(MarginSpec::norm).to(norm),
            set(MarginSpec::layers)
                .to(new LayerChoice(layers.stream().map(MarginLayer::name).toList())),
            set(MarginSpec::layerGamma).to(gammas),
            set(MarginSpec::layerWeight).to(weights),
            set(MarginSpec::aggregation).to(aggregation),
            set(MarginSpec::score).to(score),
            set(MarginSpec::gradient).to(gradient),
            set(MarginSpec::topK).to(topK),
            set(MarginSpec::scale).to(scale),
            set(MarginSpec::clip).to(clip),
            set(MarginSpec::overLayers).to(overLayers),
            set(MarginSpec::epsilon).to(epsilon),
            set(MarginSpec::crossEntropyWeight).to(crossEntropyWeight));
  }

  /** The reference's options. */
  ReferenceOptions options() {
    return ReferenceOptions.of(
            layers.stream()
                .map(l -> new ReferenceOptions.Layer(l.tap(), l.gamma(), l.weight()))
                .toList())
        .withNorm(norm.p())
        .withAggregation(ReferenceOptions.Aggregation.valueOf(aggregation.name()))
        .withScore(ReferenceNetwork.Score.valueOf(score.name()))
        .withGradient(referenceGradient())
        .withTopK(topK == 0 ? Integer.MAX_VALUE : topK)
        .withScale(ReferenceOptions.Scale.valueOf(scale.name()))
        .withClip(clip)
        .withLayerReduction(ReferenceOptions.LayerReduction.valueOf(overLayers.name()))
        .withEpsilon(epsilon)
        .withCrossEntropyWeight(crossEntropyWeight);
  }

  private ReferenceOptions.Gradient referenceGradient() {
    if (gradient instanceof GradientMode.Constant) {
      return new ReferenceOptions.Constant();
    } else if (gradient instanceof GradientMode.Exact) {
      return new ReferenceOptions.Exact();
    }
    GradientMode.Boundary boundary = (GradientMode.Boundary) gradient;
    Optional<ReferenceOptions.Box> box =
        boundary.box() ? Optional.of(new ReferenceOptions.Box(0, 1)) : Optional.empty();
    return ReferenceOptions.Boundary.ofTrueDistance(boundary.refinements(), boundary.cap(), box)
        .with(boundary.stride())
        .withTolerance(boundary.tolerance())
        .with(ReferenceOptions.Path.valueOf(boundary.path().name()))
        .with(ReferenceOptions.Rival.valueOf(boundary.rival().name()))
        .with(ReferenceOptions.Misclassified.valueOf(boundary.misclassified().name()))
        .with(ReferenceOptions.Advance.valueOf(boundary.advance().name()));
  }
}
