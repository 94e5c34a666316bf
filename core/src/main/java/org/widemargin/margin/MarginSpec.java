package org.widemargin.margin;

import static org.widemargin.config.Change.set;
import static org.widemargin.error.InputException.require;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.widemargin.boundary.DistanceSpec;
import org.widemargin.boundary.DistanceSpec.NormPrecision;
import org.widemargin.boundary.DistanceSpec.Scale;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.boundary.Score;
import org.widemargin.config.Change;
import org.widemargin.config.Names;
import org.widemargin.config.OmitDefault;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Dropout;
import org.widemargin.network.NetworkPlan;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;

/**
 * Every choice of the margin loss, as data. Start from {@link #defaults()} and {@linkplain #with
 * change} what differs.
 *
 * <p>In YAML the components are keys ({@code top-k: 3}); what is left out has its default.
 *
 * @param norm the p-norm that distances are measured in
 * @param layers where a margin is wanted
 * @param gamma the margin asked for, in the layer's units: at an image input, pixels in [0,1]
 * @param layerGamma other margins for some layers, by name
 * @param layerWeight weights of layers in the sum other than 1, by name
 * @param topK how many competitors; 0 for all
 * @param aggregation over competitors
 * @param clip a violation counts at most {@code clip * gamma}; at least 1, infinity for no limit
 * @param epsilon added to the denominator
 * @param scale how the gradient's norm is scaled
 * @param overLayers how layers are combined
 * @param score the function whose ties are the boundary
 * @param gradient what the loss's gradient pulls on
 * @param batchNorm how batch normalisation behaves in the pass that the margin is taken from
 * @param crossEntropyWeight the weight of the cross-entropy added to the margin loss
 * @param precision of the passes that are only good for norms
 * @param bound what is proved, as a part of the loss; absent for none
 */
public record MarginSpec(
    Norm norm,
    LayerChoice layers,
    double gamma,
    Map<String, Double> layerGamma,
    Map<String, Double> layerWeight,
    int topK,
    Aggregation aggregation,
    double clip,
    double epsilon,
    Scale scale,
    OverLayers overLayers,
    Score score,
    GradientMode gradient,
    BatchNormMode batchNorm,
    double crossEntropyWeight,
    NormPrecision precision,
    @OmitDefault @Nullable Bound bound) {

  /** How the layers' losses are combined. */
  public enum OverLayers {
    /** Added up, as in the paper. */
    SUM,
    /** Averaged, as in the authors' released code. */
    MEAN
  }

  /** How batch normalisation behaves in the pass that the margin is taken from. */
  public enum BatchNormMode {
    /** Running statistics: the gradient of one sample's scores is that sample's alone. */
    FROZEN,
    /**
     * The batch's statistics, in the training pass itself: no pass is added. Where the gradients of
     * scores are held constant, so are the statistics in them, and the gradient of one sample's
     * scores is that sample's alone. The other gradients use running statistics, as {@link
     * #FROZEN}.
     */
    HELD,
    /**
     * The batch's statistics, as in the released code: samples are coupled through them. Bounds of
     * the gradient mode {@code certified} are then those of the network that training sees.
     */
    BATCH
  }

  /** Checks every range. */
  public MarginSpec {
    layerGamma = sorted(layerGamma);
    layerWeight = sorted(layerWeight);
    requireGamma("gamma", gamma);
    layerGamma.forEach((layer, value) -> requireGamma("layer-gamma of " + layer, value));
    layerWeight.forEach(
        (layer, value) ->
            require(
                value >= 0 && Double.isFinite(value),
                "expected a layer-weight of %s of at least 0, found %s",
                layer,
                value));
    require(topK >= 0, "expected top-k of at least 1, or 0 for all competitors, found %d", topK);
    require(
        !(gradient instanceof GradientMode.Boundary boundary
            && boundary.rival() == GradientMode.Rival.STRONGEST
            && topK != 1),
        "expected top-k 1 with rival strongest, which is one boundary for each sample, found %d",
        topK);
    requireBoundary(gradient, batchNorm);
    requireCertified(gradient, norm, layers, score);
    require(
        bound == null || !(gradient instanceof GradientMode.Certified),
        "expected no bound beside the gradient certified, which is one: change its radius and the"
            + " cross-entropy-weight instead");
    require(clip >= 1, "expected a clip of at least 1, or .inf for none, found %s", clip);
    require(
        epsilon >= 0 && Double.isFinite(epsilon),
        "expected an epsilon of at least 0, found %s",
        epsilon);
    require(
        crossEntropyWeight >= 0 && Double.isFinite(crossEntropyWeight),
        "expected a cross-entropy-weight of at least 0, found %s",
        crossEntropyWeight);
  }

  /**
   * The defaults, which cost little: l2 at the input, the strongest competitor, clip 4, constant
   * denominator, cross-entropy weight 1.
   *
   * @return the spec
   */
  public static MarginSpec defaults() {
    return new MarginSpec(
        /* norm= */ Norm.L2,
        /* layers= */ LayerChoice.INPUT,
        /* gamma= */ 1,
        /* layerGamma= */ Map.of(),
        /* layerWeight= */ Map.of(),
        /* topK= */ 1,
        /* aggregation= */ Aggregation.MAX,
        /* clip= */ 4,
        /* epsilon= */ 1e-6,
        /* scale= */ Scale.NONE,
        /* overLayers= */ OverLayers.SUM,
        /* score= */ Score.LOGITS,
        /* gradient= */ new GradientMode.Constant(),
        /* batchNorm= */ BatchNormMode.FROZEN,
        /* crossEntropyWeight= */ 1,
        /* precision= */ NormPrecision.AUTO,
        /* bound= */ null);
  }

  /**
   * The paper's: as {@link #defaults()}, but at all layers and against all competitors.
   *
   * @return the spec
   */
  public static MarginSpec paper() {
    return defaults()
        .with(set(MarginSpec::layers).to(LayerChoice.ALL), set(MarginSpec::topK).to(0));
  }

  /**
   * The same with other choices.
   *
   * @param changes such as {@code set(MarginSpec::gamma).to(0.4)}
   * @return the changed spec
   * @throws org.widemargin.error.InputException if a value is out of range
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // handed on, not written to
  public final MarginSpec with(Change<MarginSpec>... changes) {
    return Change.apply(this, changes);
  }

  /**
   * The margin asked for at a layer.
   *
   * @param layer its name
   * @return its own gamma, or the common one
   */
  public double gammaOf(String layer) {
    return layerGamma.getOrDefault(layer, gamma);
  }

  /**
   * A layer's weight in the sum.
   *
   * @param layer its name
   * @return its own weight, or 1
   */
  public double weightOf(String layer) {
    return layerWeight.getOrDefault(layer, 1.0);
  }

  /**
   * The distances that the loss is made of.
   *
   * @return their choices
   */
  DistanceSpec distances() {
    return new DistanceSpec(
        norm,
        layers,
        topK,
        epsilon,
        scale,
        score,
        gradient,
        batchNorm != BatchNormMode.BATCH,
        precision);
  }

  /**
   * The least gaps over a bound's ball, in the place of {@linkplain #distances() distances}.
   *
   * @param ball the bound
   * @return their choices
   */
  DistanceSpec leastGaps(Bound ball) {
    return new DistanceSpec(
        Norm.LINF,
        LayerChoice.INPUT,
        /* topK= */ 0,
        epsilon,
        scale,
        Score.LOGITS,
        new GradientMode.Certified(ball.radius(), GradientMode.Form.CROSS_ENTROPY),
        batchNorm != BatchNormMode.BATCH,
        precision);
  }

  /**
   * Whether a training step takes a forward pass of its own for the margin, in inference mode. The
   * margin is that of the network as it will be used where the batch's statistics would couple the
   * samples, or where each refinement would draw another dropout mask.
   *
   * @param network the network
   * @return false where the pass in training mode serves
   */
  public boolean needsInferencePass(NetworkSpec network) {
    NetworkPlan plan = network.plan();
    boolean held = gradient instanceof GradientMode.Constant;
    boolean frozen =
        plan.contains(BatchNorm.class)
            && switch (batchNorm) {
              case FROZEN -> true;
              case HELD -> !held;
              case BATCH -> false;
            };
    boolean redrawn = gradient instanceof GradientMode.Boundary && plan.contains(Dropout.class);
    return frozen || redrawn;
  }

  /**
   * The chosen layers of a network.
   *
   * @param available the network's layers, lowest first
   * @return the chosen ones
   * @throws org.widemargin.error.InputException naming a layer that the network does not have, also
   *     in the per-layer maps
   */
  public List<String> layersAmong(List<String> available) {
    List<String> chosen = layers.among(available);
    layerGamma.keySet().forEach(layer -> requireChosen("layer-gamma", layer, chosen));
    layerWeight.keySet().forEach(layer -> requireChosen("layer-weight", layer, chosen));
    return chosen;
  }

  private static Map<String, Double> sorted(Map<String, Double> values) {
    return Collections.unmodifiableMap(new TreeMap<>(values));
  }

  private static void requireCertified(
      GradientMode gradient, Norm norm, LayerChoice layers, Score score) {
    if (gradient instanceof GradientMode.Certified) {
      require(
          norm.equals(Norm.LINF) && layers.equals(LayerChoice.INPUT),
          "gradient certified: expected norm linf and layers input, found %s and %s",
          norm,
          String.join(",", layers.names()));
      require(
          score == Score.LOGITS,
          "gradient certified: expected score logits, found %s",
          Names.ofConstant(score));
    }
  }

  /** Its walk passes training's batch normalisation many times, which would count each of them. */
  private static void requireBoundary(GradientMode gradient, BatchNormMode batchNorm) {
    require(
        !(gradient instanceof GradientMode.Boundary) || batchNorm != BatchNormMode.BATCH,
        "gradient boundary: expected batch-norm frozen or held, found batch: each point on the way"
            + " would enter the running statistics");
  }

  private static void requireGamma(String name, double gamma) {
    require(
        gamma > 0 && Double.isFinite(gamma),
        "expected a %s above 0 (a distance in the layer's units), found %s",
        name,
        gamma);
  }

  private static void requireChosen(String key, String layer, List<String> chosen) {
    require(
        chosen.contains(layer),
        "%s names the layer '%s', which gets no margin; expected one of %s",
        key,
        layer,
        String.join(", ", chosen));
  }
}
