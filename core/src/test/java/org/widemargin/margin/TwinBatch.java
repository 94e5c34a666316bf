package org.widemargin.margin;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.widemargin.reference.FiniteDifferences;
import org.widemargin.reference.ReferenceMargin;
import org.widemargin.reference.ReferenceNetwork;
import org.widemargin.reference.ReferenceNetworks;
import org.widemargin.reference.ReferenceOptions;

/**
 * A network with parameters and a batch for it: random parameters, random labels, inputs in [0, 1]
 * of which every fifth number is 0 and every fifth 1, as in images.
 */
final class TwinBatch {
  private final ReferenceNetwork network;
  private final double[] parameters;
  private final double[][] inputs;
  private final int[] labels;

  private TwinBatch(
      ReferenceNetwork network, double[] parameters, double[][] inputs, int[] labels) {
    this.network = network;
    this.parameters = parameters;
    this.inputs = inputs;
    this.labels = labels;
  }

  static TwinBatch random(
      ReferenceNetwork network, int samples, double standardDeviation, long seed) {
    Random random = new Random(seed);
    double[] parameters = network.randomParameters(random, standardDeviation);
    double[][] inputs = ReferenceNetworks.randomInputs(network, samples, random);
    int[] labels = ReferenceNetworks.randomLabels(network, samples, random);
    for (double[] input : inputs) {
      for (int j = 0; j < input.length; j++) {
        int kind = random.nextInt(5);
        input[j] = kind < 2 ? kind : input[j];
      }
    }
    return new TwinBatch(network, parameters, inputs, labels);
  }

  ReferenceNetwork network() {
    return network;
  }

  double[][] inputs() {
    return inputs;
  }

  int[] labels() {
    return labels;
  }

  /** The product's network; to be closed. */
  Twin twin() {
    return twin(parameters);
  }

  /** The product's network with other parameters; to be closed. */
  Twin twin(double[] otherParameters) {
    return Twin.of(network, otherParameters);
  }

  double referenceLoss(ReferenceOptions options) {
    return ReferenceMargin.loss(network, parameters, inputs, labels, options);
  }

  double[] referenceGradient(ReferenceOptions options) {
    return ReferenceMargin.gradient(network, parameters, inputs, labels, options);
  }

  /** Central finite differences of a function of the product's network. */
  double[] differences(ToDoubleFunction<Twin> function) {
    return FiniteDifferences.gradient(
        moved -> {
          try (Twin twin = twin(moved)) {
            return function.applyAsDouble(twin);
          }
        },
        parameters);
  }
}
