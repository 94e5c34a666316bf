package org.widemargin.audit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.Dataset;
import org.widemargin.distance.BoundaryDistance;
import org.widemargin.distance.LayerDistances;
import org.widemargin.network.BatchMemory;
import org.widemargin.network.InputBatch;
import org.widemargin.network.Network;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Asks a network what it says of every sample of a data set. */
public final class NetworkScores {
  private final Network network;
  private final Dataset dataset;
  private final AuditSpec spec;
  private final int batchSize;
  private final int[] predicted;
  private final double[] gaps;
  private final double[] losses;

  private NetworkScores(Network network, Dataset dataset, AuditSpec spec) {
    this.network = network;
    this.dataset = dataset;
    this.spec = spec;
    this.batchSize = BatchMemory.forwardAndBack(network.spec(), spec.batchSize());
    this.predicted = new int[dataset.size()];
    this.gaps = new double[dataset.size()];
    this.losses = new double[dataset.size()];
  }

  /**
   * Scores every sample: the logit gap, the cross-entropy, and the signed distances to the boundary
   * with the strongest other class at the chosen layers, linearised at the sample and, if that is
   * asked for, again at the boundary.
   *
   * @param network the network, run in inference mode
   * @param dataset the samples with the labels that are doubted
   * @param spec which distances
   * @return the scores, in the order of the samples
   */
  public static SampleScores of(Network network, Dataset dataset, AuditSpec spec) {
    return new NetworkScores(network, dataset, spec).scores();
  }

  private SampleScores scores() {
    for (int start = 0; start < dataset.size(); start += batchSize) {
      batch(start, Math.min(batchSize, dataset.size() - start));
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put(SampleScores.GAP, gaps);
    columns.put(SampleScores.LOSS, losses);
    distances(0).forEach((layer, found) -> columns.put(SampleScores.linear(layer), ranks(found)));
    if (spec.refinements() > 0) {
      distances(spec.refinements())
          .forEach((layer, found) -> columns.put(SampleScores.refined(layer), ranks(found)));
    }
    return new SampleScores(predicted, columns);
  }

  private void batch(int start, int count) {
    double[] logits;
    try (Scope scope = Scope.open()) {
      Tensor input =
          InputBatch.samples(
              dataset, IntStream.range(start, start + count).toArray(), network.device());
      logits = Autograd.withoutGradient(() -> Tensors.toDoubles(network.logits(input).reshape(-1)));
    }
    int classes = logits.length / count;
    for (int i = 0; i < count; i++) {
      double[] own = Arrays.copyOfRange(logits, i * classes, (i + 1) * classes);
      int label = dataset.label(start + i);
      predicted[start + i] = highest(own);
      gaps[start + i] = own[label] - highestBut(own, label);
      losses[start + i] = crossEntropy(own, label);
    }
  }

  private static int highest(double[] logits) {
    return IntStream.range(0, logits.length)
        .reduce((a, b) -> logits[b] > logits[a] ? b : a)
        .orElseThrow();
  }

  private static double highestBut(double[] logits, int label) {
    return IntStream.range(0, logits.length)
        .filter(i -> i != label)
        .mapToDouble(i -> logits[i])
        .reduce(Double.NEGATIVE_INFINITY, Math::max);
  }

  private static double crossEntropy(double[] logits, int label) {
    double top = logits[highest(logits)];
    double sum = Arrays.stream(logits).map(logit -> Math.exp(logit - top)).sum();
    return top + Math.log(sum) - logits[label];
  }

  private Map<String, LayerDistances> distances(int refinements) {
    return BoundaryDistance.refined(spec.norm(), refinements)
        .at(spec.layers())
        .against(1)
        .inBatchesOf(batchSize)
        .of(network, dataset);
  }

  private static double[] ranks(LayerDistances distances) {
    return IntStream.range(0, distances.samples()).mapToDouble(distances::nearest).toArray();
  }
}
