package org.widemargin.distance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.Dataset;
import org.widemargin.data.ValidRange;
import org.widemargin.distance.BoundarySearch.Found;
import org.widemargin.evaluate.Batches;
import org.widemargin.network.Activations;
import org.widemargin.network.BatchMemory;
import org.widemargin.network.InputBatch;
import org.widemargin.network.Network;
import org.widemargin.norm.Box;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * How far at most a sample is from a point of another class: a point that was found. Where {@link
 * TrueDistance} finds none, as on networks whose gradients lead nowhere, the way to the nearest
 * sample that the network takes for another class crosses the boundary for certain. So every sample
 * has an upper end as long as the network names another class somewhere.
 */
public final class UpperEnd implements AutoCloseable {
  /** As many samples as are likely to hold one of each class, and quickly looked through. */
  private static final int MOST_OTHERS = 1000;

  /** Of which the network is asked about so many at once, where they fit into the memory. */
  private static final int AT_ONCE = 100;

  private final Network network;
  private final TrueDistance search;
  private final Optional<ValidRange> range;
  private final Tensor others;
  private final int[] seen;

  /**
   * Asks the network what it takes other samples for.
   *
   * @param network in inference mode; it stays the caller's to close
   * @param norm of the distances
   * @param dataset whose first samples are gone to where nothing else is found
   */
  public UpperEnd(Network network, Norm norm, Dataset dataset) {
    this.network = network;
    this.search = TrueDistance.of(norm);
    this.range = network.spec().input().validRange(dataset);
    int[] first = Batches.first(Math.min(MOST_OTHERS, dataset.size()));
    List<int[]> classes = new ArrayList<>();
    try (Scope scope = Scope.open()) {
      this.others = scope.own(InputBatch.samples(dataset, first, network.device()));
      for (int[] batch : Batches.of(first, BatchMemory.forward(network.spec(), AT_ONCE))) {
        classes.add(classes(others.narrow(0, batch[0], batch.length)));
      }
    }
    this.seen = classes.stream().flatMapToInt(Arrays::stream).toArray();
  }

  private int[] classes(Tensor samples) {
    try (Scope scope = Scope.open()) {
      return Tensors.toInts(
          PerSample.argmax(Autograd.withoutGradient(() -> network.logits(samples))));
    }
  }

  /**
   * Searches.
   *
   * @param input {@code [N, ...]}
   * @param labels int64 {@code [N]}
   * @return for each sample the length of the shortest perturbation that was found to change its
   *     class, inside the valid range: 0 where it is misclassified as it is, infinity only where
   *     the network names one class for every sample it was asked about
   */
  public double[] of(Tensor input, Tensor labels) {
    int[] classes = Tensors.toInts(labels);
    int together = BatchMemory.forwardAndBack(network.spec(), Math.max(1, classes.length));
    double[] found = new double[classes.length];
    for (int[] batch : Batches.of(Batches.first(classes.length), together)) {
      try (Scope scope = Scope.open()) {
        Tensor some = input.narrow(0, batch[0], batch.length);
        Tensor own = labels.narrow(0, batch[0], batch.length);
        double[] lengths = search.at(network, Activations.INPUT, some, own, range).toDoubles();
        System.arraycopy(lengths, 0, found, batch[0], batch.length);
      }
    }
    for (int i = 0; i < found.length; i++) {
      if (Double.isInfinite(found[i])) {
        found[i] = onTheWay(input.narrow(0, i, 1), labels.narrow(0, i, 1), classes[i]);
      }
    }
    return found;
  }

  /**
   * To the first crossing on the way to the nearest sample that is seen as another class. Between
   * two points of a box it is not left.
   */
  private double onTheWay(Tensor sample, Tensor label, int own) {
    try (Scope scope = Scope.open()) {
      double[] lengths = Tensors.toDoubles(search.norm().perSample(others.sub(sample)));
      int nearest = -1;
      for (int i = 0; i < lengths.length; i++) {
        if (seen[i] != own && (nearest < 0 || lengths[i] < lengths[nearest])) {
          nearest = i;
        }
      }
      if (nearest < 0) {
        return Double.POSITIVE_INFINITY;
      }
      Tensor step = others.narrow(0, nearest, 1).sub(sample);
      BoundarySearch way =
          new BoundarySearch(network::logits, sample, label, search.norm(), Box.UNBOUNDED);
      return Tensors.toDouble(way.exactly(new Found(step, search.norm().perSample(step))).length());
    }
  }

  /** Frees the other samples. Closing again is a mistake. */
  @Override
  public void close() {
    Tensors.free(others);
  }
}
