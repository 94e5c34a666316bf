package org.widemargin.distance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.data.SampleShape;
import org.widemargin.error.InputException;
import org.widemargin.network.BatchMemory;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * What a network says of one sample, in numbers.
 *
 * @param predicted the class with the highest score, the first of equals
 * @param competitor the class with the next highest score
 * @param probabilities the softmax of the logits, one for each class, in their order
 * @param distances for each layer the distance to the boundary between the two classes, linearised
 *     again at the boundary; at least 0 up to rounding
 */
public record Answer(
    int predicted, int competitor, List<Double> probabilities, Map<String, Double> distances) {
  /** How often a distance is linearised again. */
  private static final int REFINEMENTS = 3;

  private static final int BATCH_SIZE = 128;

  /** Copies list and map. */
  public Answer {
    probabilities = List.copyOf(probabilities);
    distances = Collections.unmodifiableMap(new LinkedHashMap<>(distances));
  }

  /**
   * Asks a network, any number of threads at a time.
   *
   * @param network the network, run in inference mode
   * @param samples the elements of each sample in row-major order
   * @param norm the norm of the distances
   * @return an answer for each sample, with the distances at all layers
   * @throws org.widemargin.error.InputException if a sample has another number of elements than the
   *     network takes, or the network's logits for it are not finite
   */
  public static List<Answer> of(Network network, List<float[]> samples, Norm norm) {
    return of(network, samples, norm, LayerChoice.ALL);
  }

  /**
   * Asks a network for distances at some of its layers, any number of threads at a time.
   *
   * @param network the network, run in inference mode
   * @param samples the elements of each sample in row-major order
   * @param norm the norm of the distances
   * @param layers where to measure them
   * @return an answer for each sample
   * @throws org.widemargin.error.InputException if a sample has another number of elements than the
   *     network takes, the network's logits for it are not finite, or it has no such layer
   */
  public static List<Answer> of(
      Network network, List<float[]> samples, Norm norm, LayerChoice layers) {
    return inBatches(
        samples,
        BatchMemory.forwardAndBack(network.spec(), BATCH_SIZE),
        batch -> {
          Tensor input = input(network, batch);
          double[][] logits = logits(network, input);
          int[] predicted = Arrays.stream(logits).mapToInt(Answer::mostProbable).toArray();
          Map<String, LayerDistances> distances =
              BoundaryDistance.refined(norm, REFINEMENTS)
                  .at(layers)
                  .against(1)
                  .of(
                      leaf -> network.forward(leaf, Mode.INFERENCE),
                      input,
                      Tensors.labels(input, predicted));
          return IntStream.range(0, predicted.length)
              .mapToObj(i -> answer(logits[i], ofSample(i, distances)))
              .toList();
        });
  }

  /**
   * Asks a network without measuring distances, which is much faster.
   *
   * @param network the network, run in inference mode
   * @param samples the elements of each sample in row-major order
   * @return an answer for each sample, without distances
   * @throws org.widemargin.error.InputException if a sample has another number of elements than the
   *     network takes, or the network's logits for it are not finite
   */
  public static List<Answer> withoutDistances(Network network, List<float[]> samples) {
    return inBatches(
        samples,
        BatchMemory.forward(network.spec(), BATCH_SIZE),
        batch ->
            Arrays.stream(logits(network, input(network, batch)))
                .map(found -> answer(found, Map.of()))
                .toList());
  }

  /**
   * Asks a network for probabilities alone, which is much faster.
   *
   * @param network the network, run in inference mode
   * @param samples the elements of each sample in row-major order
   * @return the softmax of each sample's logits, in the order of the classes
   * @throws org.widemargin.error.InputException if a sample has another number of elements than the
   *     network takes, or the network's logits for it are not finite
   */
  public static List<double[]> probabilities(Network network, List<float[]> samples) {
    return inBatches(
        samples,
        BatchMemory.forward(network.spec(), BATCH_SIZE),
        batch ->
            Arrays.stream(logits(network, input(network, batch))).map(Answer::softmax).toList());
  }

  private static <T> List<T> inBatches(
      List<float[]> samples, int size, Function<List<float[]>, List<T>> work) {
    List<T> all = new ArrayList<>();
    for (int start = 0; start < samples.size(); start += size) {
      try (Scope scope = Scope.open()) {
        all.addAll(work.apply(samples.subList(start, Math.min(samples.size(), start + size))));
      }
    }
    return List.copyOf(all);
  }

  private static Tensor input(Network network, List<float[]> samples) {
    SampleShape shape = network.spec().input().shape();
    float[] values = new float[Math.multiplyExact(samples.size(), shape.elements())];
    for (int i = 0; i < samples.size(); i++) {
      float[] sample = samples.get(i);
      InputException.require(
          sample.length == shape.elements(),
          "network '%s' takes samples of shape %s, found %d numbers",
          network.spec().name(),
          shape,
          sample.length);
      System.arraycopy(sample, 0, values, i * sample.length, sample.length);
    }
    long[] batch =
        IntStream.concat(IntStream.of(samples.size()), Arrays.stream(shape.dimensions()))
            .asLongStream()
            .toArray();
    return Tensors.of(network.device(), values, batch);
  }

  /** Finite ones: of NaN no class is the most probable, and the first would be named. */
  private static double[][] logits(Network network, Tensor input) {
    Tensor logits = Autograd.withoutGradient(() -> network.logits(input));
    InputException.require(
        Ops.allFinite(logits),
        "network '%s': expected finite logits, found NaN or infinity: the samples' numbers are far"
            + " larger than those it learned from, or its weights are damaged",
        network.spec().name());
    double[] flat = Tensors.toDoubles(logits.reshape(-1));
    int classes = network.spec().classes();
    return IntStream.range(0, flat.length / classes)
        .mapToObj(i -> Arrays.copyOfRange(flat, i * classes, (i + 1) * classes))
        .toArray(double[][]::new);
  }

  /**
   * Probabilities in double precision, where those of the classes after the first are not all 0 at
   * once.
   *
   * @param logits of each class, finite
   * @return as many numbers, which add up to 1
   */
  public static double[] softmax(double[] logits) {
    double largest = Arrays.stream(logits).max().orElseThrow();
    double[] shares = Arrays.stream(logits).map(logit -> Math.exp(logit - largest)).toArray();
    double sum = Arrays.stream(shares).sum();
    return Arrays.stream(shares).map(share -> share / sum).toArray();
  }

  private static Answer answer(double[] logits, Map<String, Double> distances) {
    int predicted = mostProbable(logits);
    return new Answer(
        predicted,
        largest(logits, predicted),
        Arrays.stream(softmax(logits)).boxed().toList(),
        distances);
  }

  private static Map<String, Double> ofSample(int sample, Map<String, LayerDistances> distances) {
    Map<String, Double> own = new LinkedHashMap<>();
    distances.forEach((layer, found) -> own.put(layer, found.at(sample, 0)));
    return own;
  }

  /**
   * The class that is answered.
   *
   * @param scores of each class: logits or probabilities
   * @return the number of the highest, the first of equals
   */
  public static int mostProbable(double[] scores) {
    return largest(scores, -1);
  }

  private static int largest(double[] values, int except) {
    return IntStream.range(0, values.length)
        .filter(i -> i != except)
        .reduce((a, b) -> values[b] > values[a] ? b : a)
        .orElseThrow();
  }
}
