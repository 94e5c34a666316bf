package org.widemargin.distance;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.boundary.DistanceSpec;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.boundary.LinearDistances;
import org.widemargin.boundary.Score;
import org.widemargin.boundary.SignedDistances;
import org.widemargin.data.Dataset;
import org.widemargin.data.ValidRange;
import org.widemargin.network.Activations;
import org.widemargin.network.BatchMemory;
import org.widemargin.network.InputBatch;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * Measures how far samples are from the decision boundary of a trained model, at any of its layers:
 * the distances that the margin loss enlarges, for models that were trained with any loss.
 *
 * <p>Start from {@link #linear} or {@link #refined} and change what differs. The denominators have
 * no epsilon: where a layer has no influence on a gap, the distance is huge but finite.
 *
 * @param norm the p-norm to measure in
 * @param layers where
 * @param topK against how many competitors; 0 for all
 * @param refinements 0 for the distance linearised at the sample (paper, equation 7); r for the one
 *     linearised again at the boundary after r steps
 * @param normalisation what distances are divided by
 * @param batchSize how many samples are measured at a time; of a {@link Network} fewer where so
 *     many would need too much memory
 */
public record BoundaryDistance(
    Norm norm,
    LayerChoice layers,
    int topK,
    int refinements,
    Normalisation normalisation,
    int batchSize) {
  private static final int DEFAULT_BATCH_SIZE = 128;

  /** Against so many competitors a batch is refined at once, where that fits into the memory. */
  private static final int COMPETITORS_TOGETHER = 16;

  /** Checks the ranges. */
  public BoundaryDistance {
    require(topK >= 0, "expected top-k of at least 1, or 0 for all competitors, found %d", topK);
    require(refinements >= 0, "expected refinements of at least 0, found %d", refinements);
    require(batchSize > 0, "expected a batch size of at least 1, found %d", batchSize);
  }

  /**
   * The paper's distance, linearised at the sample, at all layers against all competitors.
   *
   * @param norm the p-norm
   * @return the measurement
   */
  public static BoundaryDistance linear(Norm norm) {
    return new BoundaryDistance(
        norm, LayerChoice.ALL, 0, 0, Normalisation.NONE, DEFAULT_BATCH_SIZE);
  }

  /**
   * The distance linearised again at the boundary, at all layers against all competitors.
   *
   * @param norm the p-norm
   * @param refinements how often; 0 for the paper's distance
   * @return the measurement
   */
  public static BoundaryDistance refined(Norm norm, int refinements) {
    return new BoundaryDistance(
        norm, LayerChoice.ALL, 0, refinements, Normalisation.NONE, DEFAULT_BATCH_SIZE);
  }

  /**
   * The same at other layers.
   *
   * @param chosen where
   * @return a new measurement
   */
  public BoundaryDistance at(LayerChoice chosen) {
    return new BoundaryDistance(norm, chosen, topK, refinements, normalisation, batchSize);
  }

  /**
   * The same against other competitors.
   *
   * @param strongest how many; 0 for all
   * @return a new measurement
   */
  public BoundaryDistance against(int strongest) {
    return new BoundaryDistance(norm, layers, strongest, refinements, normalisation, batchSize);
  }

  /**
   * The same, scale-free.
   *
   * @param by what distances are divided by
   * @return a new measurement
   */
  public BoundaryDistance normalised(Normalisation by) {
    return new BoundaryDistance(norm, layers, topK, refinements, by, batchSize);
  }

  /**
   * The same in other batches.
   *
   * @param size how many samples at a time
   * @return a new measurement
   */
  public BoundaryDistance inBatchesOf(int size) {
    return new BoundaryDistance(norm, layers, topK, refinements, normalisation, size);
  }

  /**
   * Measures a network, in inference mode. At the input, refined distances are those inside the
   * network's valid range, or where it has none the data set's.
   *
   * @param network the network
   * @param dataset the samples
   * @return for each chosen layer, lowest first
   */
  public Map<String, LayerDistances> of(Network network, Dataset dataset) {
    Optional<ValidRange> range = network.spec().input().validRange(dataset);
    return fitting(network.spec())
        .measure(
            input -> network.forward(input, Mode.INFERENCE).within(range),
            dataset.size(),
            batches(dataset, network.device()),
            mostPoints(network.spec()));
  }

  /** The same in batches whose passes forward and back fit into the memory. */
  BoundaryDistance fitting(NetworkSpec network) {
    return inBatchesOf(BatchMemory.forwardAndBack(network, batchSize));
  }

  /** How many samples times competitors are refined at once. */
  int mostPoints(NetworkSpec network) {
    return BatchMemory.forwardAndBack(network, mostPoints());
  }

  private int mostPoints() {
    return (int) Math.min(Integer.MAX_VALUE, (long) COMPETITORS_TOGETHER * batchSize);
  }

  /**
   * Measures any model on a data set.
   *
   * @param device where the model computes
   * @param forward one pass in inference mode; it gets a leaf that requires gradient
   * @param dataset the samples
   * @return for each chosen layer, lowest first
   */
  public Map<String, LayerDistances> of(
      Device device, Function<Tensor, Activations> forward, Dataset dataset) {
    return measure(forward, dataset.size(), batches(dataset, device), mostPoints());
  }

  private static Batches batches(Dataset dataset, Device device) {
    return (start, count) -> {
      int[] indices = IntStream.range(start, start + count).toArray();
      return new Batch(
          InputBatch.samples(dataset, indices, device),
          InputBatch.labels(dataset, indices, device));
    };
  }

  /**
   * Measures any model on given inputs.
   *
   * @param forward one pass in inference mode; it gets a leaf that requires gradient
   * @param input {@code [N, ...]}
   * @param labels int64 {@code [N]}
   * @return for each chosen layer, lowest first
   */
  public Map<String, LayerDistances> of(
      Function<Tensor, Activations> forward, Tensor input, Tensor labels) {
    return measure(
        forward,
        Math.toIntExact(input.size(0)),
        (start, count) -> new Batch(input.narrow(0, start, count), labels.narrow(0, start, count)),
        mostPoints());
  }

  private record Batch(Tensor input, Tensor labels) {}

  @FunctionalInterface
  private interface Batches {
    Batch get(int start, int count);
  }

  private Map<String, LayerDistances> measure(
      Function<Tensor, Activations> forward, int samples, Batches batches, int mostPoints) {
    ActivationSpread spread = new ActivationSpread(norm);
    if (normalisation == Normalisation.SPREAD) {
      gatherMeans(spread, forward, samples, batches);
    }
    SignedDistances distances = SignedDistances.measuring(spec(), mostPoints);
    Map<String, List<double[]>> parts = new LinkedHashMap<>();
    Map<String, Double> units = new LinkedHashMap<>();
    for (int start = 0; start < samples; start += batchSize) {
      try (Scope scope = Scope.open()) {
        Batch batch = batches.get(start, Math.min(batchSize, samples - start));
        Activations activations = forward.apply(Autograd.leaf(batch.input()));
        if (normalisation == Normalisation.SPREAD) {
          spread.addDeviation(activations, layers.among(activations.names()));
        }
        distances
            .of(activations, batch.labels(), Graph.FREE)
            .forEach(
                (layer, found) -> {
                  append(parts, layer, Tensors.toDoubles(found.reshape(-1)));
                  units.put(layer, norm.ofOnes(LinearDistances.elements(activations.get(layer))));
                });
      }
    }
    Map<String, LayerDistances> result = new LinkedHashMap<>();
    parts.forEach(
        (layer, values) -> {
          double unit = unit(layer, spread, units);
          double[] all =
              values.stream().flatMapToDouble(Arrays::stream).map(d -> d / unit).toArray();
          result.put(layer, new LayerDistances(layer, all.length / samples, all));
        });
    return Collections.unmodifiableMap(result);
  }

  private void gatherMeans(
      ActivationSpread spread,
      Function<Tensor, Activations> forward,
      int samples,
      Batches batches) {
    for (int start = 0; start < samples; start += batchSize) {
      try (Scope scope = Scope.open()) {
        Batch batch = batches.get(start, Math.min(batchSize, samples - start));
        Activations activations = Autograd.withoutGradient(() -> forward.apply(batch.input()));
        spread.addToMean(activations, layers.among(activations.names()));
      }
    }
  }

  private double unit(String layer, ActivationSpread spread, Map<String, Double> ofOnes) {
    return switch (normalisation) {
      case NONE -> 1;
      case DIMENSION -> Objects.requireNonNull(ofOnes.get(layer));
      case SPREAD -> spread.of(layer);
    };
  }

  private DistanceSpec spec() {
    GradientMode mode =
        refinements == 0
            ? new GradientMode.Constant()
            : GradientMode.Boundary.measuring(refinements);
    return new DistanceSpec(
        norm,
        layers,
        topK,
        /* epsilon= */ 0,
        DistanceSpec.Scale.NONE,
        Score.LOGITS,
        mode,
        /* separatesSamples= */ true,
        DistanceSpec.NormPrecision.FULL);
  }

  private static void append(Map<String, List<double[]>> lists, String layer, double[] values) {
    Objects.requireNonNull(lists.computeIfAbsent(layer, k -> new ArrayList<>())).add(values);
  }
}
