package org.widemargin.serve;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.SampleShape;
import org.widemargin.distance.Answer;
import org.widemargin.image.Colour;
import org.widemargin.network.BatchMemory;
import org.widemargin.network.Network;
import org.widemargin.norm.Norm;
import org.widemargin.run.TrainedRun;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * A trained network that is served. Any number of threads may ask it at a time.
 *
 * @param name in paths
 * @param run the run, which stays the caller's to close
 * @param classNames in the order of the logits
 * @param background what transparent images are put on; empty for that of the run
 */
public record ServedNetwork(
    String name, TrainedRun run, List<String> classNames, Optional<Colour> background) {
  /** Enough for the kernels to be efficient, without needing much memory. */
  private static final int BATCH_SIZE = 128;

  /** Copies the names. */
  public ServedNetwork {
    require(!name.isBlank(), "expected a name for the served network, found an empty one");
    classNames = List.copyOf(classNames);
  }

  /** What one sample looks like. */
  SampleShape shape() {
    return run.network().spec().input().shape();
  }

  /** Whether it takes pictures. */
  boolean takesImages() {
    return shape() instanceof SampleShape.Image image
        && (image.channels() == 1 || image.channels() == 3);
  }

  /** The norm of distances that attacks know, too. */
  Norm norm() {
    return List.of(Norm.L1, Norm.L2, Norm.LINF).contains(run.norm()) ? run.norm() : Norm.L2;
  }

  /**
   * Prepares a sample as those were that the network learned from.
   *
   * @param values pixels in [0,1], or a row of a table in its own units
   * @throws org.widemargin.error.InputException if a pixel is outside the range
   */
  float[] prepared(double[] values) {
    if (run.table().isPresent()) {
      return run.table().get().prepared(values);
    }
    float[] sample = new float[values.length];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = (float) values[i];
    }
    run.network().spec().input().requirePixels(sample, "bytes are sent with datatype UINT8");
    return sample;
  }

  /**
   * Scores samples.
   *
   * @param samples prepared
   */
  Scores score(List<float[]> samples) {
    List<Scores> parts = new ArrayList<>();
    int size = BatchMemory.forward(run.network().spec(), BATCH_SIZE);
    for (int start = 0; start < samples.size(); start += size) {
      parts.add(batch(samples.subList(start, Math.min(samples.size(), start + size))));
    }
    return Scores.joined(parts);
  }

  private Scores batch(List<float[]> samples) {
    Network network = run.network();
    int elements = shape().elements();
    float[] values = new float[Math.multiplyExact(samples.size(), elements)];
    for (int i = 0; i < samples.size(); i++) {
      System.arraycopy(samples.get(i), 0, values, i * elements, elements);
    }
    long[] batch =
        IntStream.concat(IntStream.of(samples.size()), Arrays.stream(shape().dimensions()))
            .asLongStream()
            .toArray();
    try (Scope scope = Scope.open()) {
      Tensor scores =
          Autograd.withoutGradient(
              () -> network.logits(Tensors.of(network.device(), values, batch)));
      List<float[]> logits = rows(scores);
      return new Scores(
          logits,
          logits.stream().map(ServedNetwork::probabilities).toList(),
          logits.stream().map(ServedNetwork::largest).toList());
    }
  }

  private static float[] probabilities(float[] logits) {
    double[] exact = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      exact[i] = logits[i];
    }
    double[] shares = Answer.softmax(exact);
    float[] probabilities = new float[shares.length];
    for (int i = 0; i < shares.length; i++) {
      probabilities[i] = (float) shares[i];
    }
    return probabilities;
  }

  private List<float[]> rows(Tensor scores) {
    float[] flat = Tensors.toFloats(scores.reshape(-1));
    int classes = classNames.size();
    return IntStream.range(0, flat.length / classes)
        .mapToObj(i -> Arrays.copyOfRange(flat, i * classes, (i + 1) * classes))
        .toList();
  }

  private static int largest(float[] values) {
    return IntStream.range(0, values.length)
        .reduce((a, b) -> values[b] > values[a] ? b : a)
        .orElseThrow();
  }
}
