package org.widemargin.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.widemargin.reference.ReferenceNetwork.Score;

/**
 * A network trained to separate two classes by a wave, and its samples, between -1 and 1. The
 * competitor is always the other class.
 */
public final class TrainedOnWave {
  private static final double SEARCH_RADIUS = 4;

  private final ReferenceNetwork network;
  private final double[] parameters;
  private final double[][] inputs;
  private final int[] labels;

  private TrainedOnWave(
      ReferenceNetwork network, double[] parameters, double[][] inputs, int[] labels) {
    this.network = network;
    this.parameters = parameters;
    this.inputs = inputs;
    this.labels = labels;
  }

  /** 400 steps of gradient descent on the cross-entropy of 30 samples. */
  public static TrainedOnWave on(ReferenceNetwork network, int seed) {
    Random random = new Random(seed);
    double[][] inputs = ReferenceNetworks.randomInputs(network, 30, random);
    int[] labels = new int[inputs.length];
    for (int s = 0; s < inputs.length; s++) {
      for (int j = 0; j < inputs[s].length; j++) {
        inputs[s][j] = 2 * inputs[s][j] - 1;
      }
      labels[s] = inputs[s][1] > 0.5 * Math.sin(3 * inputs[s][0]) ? 1 : 0;
    }
    ReferenceOptions crossEntropy = ReferenceOptions.of(List.of()).withCrossEntropyWeight(1);
    double[] parameters = network.randomParameters(random, 0.6);
    for (int step = 0; step < 400; step++) {
      double[] gradient =
          ReferenceMargin.gradient(network, parameters, inputs, labels, crossEntropy);
      for (int k = 0; k < parameters.length; k++) {
        parameters[k] -= 0.3 * gradient[k];
      }
    }
    return new TrainedOnWave(network, parameters, inputs, labels);
  }

  /** The network. */
  public ReferenceNetwork network() {
    return network;
  }

  /** A copy of its parameters. */
  public double[] parameters() {
    return parameters.clone();
  }

  /** A copy of the first samples. */
  public double[][] inputs(int count) {
    double[][] copy = new double[count][];
    for (int s = 0; s < count; s++) {
      copy[s] = inputs[s].clone();
    }
    return copy;
  }

  /** A copy of the first labels. */
  public int[] labels(int count) {
    return Arrays.copyOf(labels, count);
  }

  /** The true distance of a sample from the boundary at a tap of two elements. */
  public TrueDistance2d truth(int sample, int tap, double p) {
    List<Double> input = Arrays.stream(inputs[sample]).boxed().toList();
    int label = labels[sample];
    return new TrueDistance2d(
        network, input, label, 1 - label, tap, Score.LOGITS, p, SEARCH_RADIUS);
  }

  double distance(int sample, int tap, ReferenceOptions options) {
    int label = labels[sample];
    return ReferenceMargin.distance(
        network, parameters, inputs[sample], label, 1 - label, tap, options);
  }

  double stepLength(int sample, int tap, ReferenceOptions options) {
    int label = labels[sample];
    double[] step =
        ReferenceMargin.boundaryPoint(
            network, parameters, inputs[sample], label, 1 - label, tap, options);
    double[] start = network.activations(parameters, inputs[sample])[tap];
    for (int j = 0; j < step.length; j++) {
      step[j] -= start[j];
    }
    return ReferenceNorm.norm(step, options.norm());
  }

  double[] gradient(int sample, int tap, ReferenceOptions options) {
    int label = labels[sample];
    return ReferenceMargin.distanceGradient(
        network, parameters, inputs[sample], label, 1 - label, tap, options);
  }
}
