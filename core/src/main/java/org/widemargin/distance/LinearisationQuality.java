package org.widemargin.distance;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.Batches;
import org.widemargin.network.BatchMemory;
import org.widemargin.network.InputBatch;
import org.widemargin.network.Network;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Scope;

/**
 * How far linearised distances are from the true ones: for each number of refinements the
 * distribution of estimate over truth, where 1 is right, less is pessimistic and more is hopeful.
 *
 * <p>The truth is the {@linkplain TrueDistance upper bound that a search attains}. Only correctly
 * classified samples with a boundary count: for the others there is nothing to compare.
 *
 * @param norm the p-norm
 * @param layer where both were measured
 * @param samples how many samples count
 * @param ratios for 0, 1, 2, ... refinements
 */
public record LinearisationQuality(Norm norm, String layer, int samples, List<Ratio> ratios) {
  /** Copies the list. */
  public LinearisationQuality {
    ratios = List.copyOf(ratios);
  }

  /**
   * The distribution of estimate over truth.
   *
   * @param refinements of the estimate; 0 is the paper's distance
   * @param low the 5 % quantile
   * @param median the median
   * @param high the 95 % quantile
   */
  public record Ratio(int refinements, double low, double median, double high) {}

  /**
   * Compares on a network.
   *
   * @param network in inference mode
   * @param dataset the samples
   * @param layer a layer below the logits
   * @param search for the truth; its norm is the estimate's
   * @param refinements the most refinements of the estimate, at least 0
   * @param batchSize how many samples at a time; fewer where so many would need too much memory
   * @return the comparison
   * @throws org.widemargin.error.InputException if no sample is correctly classified and has a
   *     boundary
   */
  public static LinearisationQuality of(
      Network network,
      Dataset dataset,
      String layer,
      TrueDistance search,
      int refinements,
      int batchSize) {
    double[] truth = truth(network, dataset, layer, search, batchSize);
    int[] counted =
        IntStream.range(0, truth.length)
            .filter(i -> truth[i] > 0 && Double.isFinite(truth[i]))
            .toArray();
    require(
        counted.length > 0,
        "%s: expected correctly classified samples to compare distances of, found none among %d",
        dataset.name(),
        dataset.size());
    List<Ratio> ratios = new ArrayList<>();
    for (int r = 0; r <= refinements; r++) {
      BoundaryDistance estimate =
          BoundaryDistance.refined(search.norm(), r)
              .at(LayerChoice.parse(layer))
              .inBatchesOf(batchSize);
      Map<String, LayerDistances> found = estimate.of(network, dataset);
      LayerDistances distances = Objects.requireNonNull(found.get(layer));
      ratios.add(ratio(r, IntStream.of(counted).mapToDouble(i -> distances.nearest(i) / truth[i])));
    }
    return new LinearisationQuality(search.norm(), layer, counted.length, ratios);
  }

  private static Ratio ratio(int refinements, DoubleStream quotients) {
    DistanceDistribution distribution = DistanceDistribution.of(quotients.toArray());
    return new Ratio(
        refinements,
        distribution.quantile(0.05),
        distribution.quantile(0.5),
        distribution.quantile(0.95));
  }

  private static double[] truth(
      Network network, Dataset dataset, String layer, TrueDistance search, int batchSize) {
    double[] truth = new double[dataset.size()];
    int together = BatchMemory.forwardAndBack(network.spec(), batchSize);
    for (int[] batch : Batches.of(Batches.first(truth.length), together)) {
      try (Scope scope = Scope.open()) {
        Tensor input = InputBatch.samples(dataset, batch, network.device());
        double[] found =
            search
                .at(
                    network,
                    layer,
                    input,
                    InputBatch.labels(dataset, batch, network.device()),
                    network.spec().input().validRange(dataset))
                .toDoubles();
        System.arraycopy(found, 0, truth, batch[0], found.length);
      }
    }
    return truth;
  }
}
