package org.widemargin.margin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Activations;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.ParameterSpec;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** A network in float64 with random parameters, samples in [0, 1] and labels. Close it. */
public final class RandomProblem implements AutoCloseable {
  private final Network network;
  private final double[] inputs;
  private final long[] shape;
  private final int[] labels;

  private RandomProblem(Network network, double[] inputs, long[] shape, int[] labels) {
    this.network = network;
    this.inputs = inputs;
    this.shape = shape;
    this.labels = labels;
  }

  public Network network() {
    return network;
  }

  /** All samples in row-major order. */
  public double[] inputs() {
    return inputs;
  }

  public int[] labels() {
    return labels;
  }

  /** Draws parameters, samples uniformly in [0, 1] and labels. */
  public static RandomProblem of(NetworkSpec spec, int samples, long seed) {
    SplittableRandom random = RandomStream.of(seed, "problem", 0);
    int[] sample = spec.input().shape().dimensions();
    long[] shape = new long[sample.length + 1];
    shape[0] = samples;
    for (int i = 0; i < sample.length; i++) {
      shape[i + 1] = sample[i];
    }
    double[] inputs = random.doubles((long) samples * spec.input().shape().elements()).toArray();
    int[] labels = random.ints(samples, 0, spec.classes()).toArray();
    return new RandomProblem(
        Network.ofDoubles(spec, parameters(spec, random), Device.CPU), inputs, shape, labels);
  }

  /** Random values for every parameter, all of them different from their usual start. */
  private static Map<String, double[]> parameters(NetworkSpec spec, SplittableRandom random) {
    Map<String, double[]> values = new LinkedHashMap<>();
    for (ParameterSpec parameter : spec.plan().parameters()) {
      double[] elements = new double[parameter.count()];
      for (int i = 0; i < elements.length; i++) {
        elements[i] =
            switch (parameter.role()) {
              case WEIGHT -> random.nextGaussian() * Math.sqrt(2.0 / parameter.fanIn());
              case SCALE, RUNNING_VARIANCE -> 0.5 + random.nextDouble();
              default -> 0.1 * random.nextGaussian();
            };
      }
      values.put(parameter.name(), elements);
    }
    return values;
  }

  /** The samples as a leaf of the graph. */
  public Tensor input() {
    return Autograd.leaf(Tensors.of(Device.CPU, inputs, shape));
  }

  public Tensor labelTensor() {
    return Tensors.labels(Device.CPU, labels);
  }

  public Activations forward() {
    return network.forward(input(), Mode.INFERENCE);
  }

  /** The same with the labels that the network predicts: no sample is misclassified. */
  public RandomProblem correctlyClassified() {
    try (Scope scope = Scope.open()) {
      int[] predicted = Tensors.toInts(PerSample.argmax(network.logits(input()).detach()));
      return new RandomProblem(network, inputs, shape, predicted);
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
