package org.widemargin.train;

import static org.widemargin.config.Change.set;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.boundary.DistanceSpec;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.data.Dataset;
import org.widemargin.data.Splits;
import org.widemargin.loss.LossValue;
import org.widemargin.margin.MarginLoss;
import org.widemargin.margin.MarginSpec;
import org.widemargin.network.Activations;
import org.widemargin.network.InputBatch;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Tensors;

/**
 * Measures the distance to the nearest boundary at every layer, in inference mode and without
 * training: on the same samples every time, so that the points of a curve can be compared.
 */
final class DistanceMeter {
  /**
   * What was measured.
   *
   * @param nearest for each layer the mean over samples of the linearised distance to the nearest
   *     boundary, negative where misclassified
   * @param margin the margin loss in its constant-denominator form, or of what is proved where that
   *     is trained, without its cross-entropy and its bound
   * @param bound the bound beside a margin, without its weight; null where there is none
   * @param certified the share of samples that are proved right; null where that is not trained
   */
  record Distances(
      Map<String, Double> nearest,
      double margin,
      @Nullable Double bound,
      @Nullable Double certified) {}

  private static final String MARGIN = "margin";
  private static final String BOUND = "bound";
  private static final String CERTIFIED = "certified";

  private final Dataset samples;
  private final MarginLoss loss;
  private final @Nullable MarginLoss certified;
  private final int batchSize;

  /**
   * Draws the samples.
   *
   * @param dataset where from
   * @param count how many, at most, and fewer where they would take long; at least 1
   * @param margin by which choices
   * @param network the network to be measured
   * @param seed the run's seed
   */
  DistanceMeter(Dataset dataset, int count, MarginSpec margin, NetworkSpec network, long seed) {
    int competitors = margin.topK() == 0 ? network.classes() - 1 : margin.topK();
    EvaluationSize size = EvaluationSize.of(network, competitors);
    this.samples = Splits.samples(dataset, size.atMost(Math.min(count, dataset.size())), seed);
    this.loss = new MarginLoss(everywhere(margin, network));
    this.certified =
        margin.gradient() instanceof GradientMode.Certified
            ? new MarginLoss(margin.with(set(MarginSpec::crossEntropyWeight).to(0.0)))
            : null;
    this.batchSize = size.batch();
  }

  /** How many samples are measured. */
  int samples() {
    return samples.size();
  }

  /** Measures a network, or throws that it was stopped. */
  Distances measure(Network network, EvaluationWatch watch) {
    Sums sums = new Sums();
    MeterBatches.forEach(
        samples,
        batchSize,
        watch,
        indices -> {
          Activations activations =
              network.forward(
                  Autograd.leaf(InputBatch.samples(samples, indices, network.device())),
                  Mode.INFERENCE);
          Tensor labels = InputBatch.labels(samples, indices, network.device());
          MarginLoss.WithDistances value = loss.withDistances(activations, labels);
          sums.count(indices.length);
          value
              .nearest()
              .forEach(
                  (layer, nearest) ->
                      sums.add(layer, Tensors.toDouble(nearest.mean()) * indices.length));
          LossValue trained = certified == null ? value.loss() : certified.of(activations, labels);
          for (String name : List.of(MARGIN, BOUND, CERTIFIED)) {
            Tensor part = trained.parts().get(name);
            if (part != null) {
              sums.add(name, Tensors.toDouble(part) * indices.length);
            }
          }
        });
    Map<String, Double> nearest = sums.means();
    double margin = Objects.requireNonNull(nearest.remove(MARGIN));
    return new Distances(nearest, margin, nearest.remove(BOUND), nearest.remove(CERTIFIED));
  }

  /**
   * The paper's distances (equation 7) at every layer, and at the units that the loss chooses,
   * which need neither second derivative nor refinement; a layer that the loss does not choose has
   * no weight in it.
   */
  private static MarginSpec everywhere(MarginSpec spec, NetworkSpec network) {
    List<String> available = network.layerNamesWithUnits();
    List<String> chosen = spec.layersAmong(available);
    List<String> always = network.layerNames();
    List<String> layers =
        available.stream()
            .filter(layer -> always.contains(layer) || chosen.contains(layer))
            .toList();
    double share = spec.overLayers() == MarginSpec.OverLayers.MEAN ? 1.0 / chosen.size() : 1;
    Map<String, Double> weights = new LinkedHashMap<>();
    layers.forEach(
        layer -> weights.put(layer, chosen.contains(layer) ? share * spec.weightOf(layer) : 0.0));
    return spec.with(
        set(MarginSpec::layers).to(new LayerChoice(layers)),
        set(MarginSpec::layerWeight).to(weights),
        set(MarginSpec::overLayers).to(MarginSpec.OverLayers.SUM),
        set(MarginSpec::gradient).to(new GradientMode.Constant()),
        set(MarginSpec::precision).to(DistanceSpec.NormPrecision.FULL),
        set(MarginSpec::crossEntropyWeight).to(0.0));
  }
}
