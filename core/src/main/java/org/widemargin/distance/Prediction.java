package org.widemargin.distance;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.error.InputException;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Functions;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * What a network says of one sample.
 *
 * @param predicted the class with the highest score, the first of equals
 * @param competitor the class with the next highest score
 * @param probabilities the softmax of the logits, one for each class, in their order
 * @param distances for each layer the distance to the boundary between the two classes, linearised
 *     again at the boundary; at least 0 up to rounding
 */
public record Prediction(
    int predicted, int competitor, List<Double> probabilities, Map<String, Double> distances) {
  /** How often a distance is linearised again. */
  private static final int REFINEMENTS = 3;

  /** Copies list and map. */
  public Prediction {
    probabilities = List.copyOf(probabilities);
    distances = Collections.unmodifiableMap(new LinkedHashMap<>(distances));
  }

  /**
   * Asks a network.
   *
   * @param network the network, run in inference mode
   * @param sample the elements of one sample in row-major order
   * @param norm the norm of the distances
   * @return its answer
   * @throws org.widemargin.error.InputException if the sample has another number of elements than
   *     the network takes
   */
  public static Prediction of(Network network, float[] sample, Norm norm) {
    int[] shape = network.spec().input().shape().dimensions();
    InputException.require(
        sample.length == network.spec().input().shape().elements(),
        "network '%s' takes samples of shape %s, found %d numbers",
        network.spec().name(),
        network.spec().input().shape(),
        sample.length);
    long[] batch = IntStream.concat(IntStream.of(1), Arrays.stream(shape)).asLongStream().toArray();
    try (Scope scope = Scope.open()) {
      Tensor input = Tensors.of(network.device(), sample, batch);
      double[] probabilities =
          Autograd.withoutGradient(
              () -> Tensors.toDoubles(Functions.softmax(network.logits(input))));
      int predicted = largest(probabilities, -1);
      return new Prediction(
          predicted,
          largest(probabilities, predicted),
          Arrays.stream(probabilities).boxed().toList(),
          distances(network, input, predicted, norm));
    }
  }

  private static Map<String, Double> distances(
      Network network, Tensor input, int predicted, Norm norm) {
    Map<String, Double> distances = new LinkedHashMap<>();
    BoundaryDistance.refined(norm, REFINEMENTS)
        .against(1)
        .of(leaf -> network.forward(leaf, Mode.INFERENCE), input, Tensors.labels(input, predicted))
        .forEach((layer, found) -> distances.put(layer, found.at(0, 0)));
    return distances;
  }

  private static int largest(double[] values, int except) {
    return IntStream.range(0, values.length)
        .filter(i -> i != except)
        .reduce((a, b) -> values[b] > values[a] ? b : a)
        .orElseThrow();
  }
}
