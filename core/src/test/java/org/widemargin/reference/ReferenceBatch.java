package org.widemargin.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.widemargin.reference.ReferenceOptions.Boundary;
import org.widemargin.reference.ReferenceOptions.Constant;
import org.widemargin.reference.ReferenceOptions.Exact;
import org.widemargin.reference.ReferenceOptions.Gradient;
import org.widemargin.reference.ReferenceOptions.Layer;

/** A network with parameters and a batch for it, and options to try on them. */
final class ReferenceBatch {
  private final ReferenceNetwork network;
  private final double[] parameters;
  private final double[][] inputs;
  private final int[] labels;

  private ReferenceBatch(
      ReferenceNetwork network, double[] parameters, double[][] inputs, int[] labels) {
    this.network = network;
    this.parameters = parameters;
    this.inputs = inputs;
    this.labels = labels;
  }

  /** Three samples of three features, four classes, two hidden layers; all random. */
  static ReferenceBatch random(int seed) {
    Random random = new Random(seed);
    ReferenceNetwork network = ReferenceNetworks.mlp(3, 5, 4, 4);
    return of(network, network.randomParameters(random, 0.8), 3, random);
  }

  /** Random samples for a network. */
  static ReferenceBatch of(
      ReferenceNetwork network, double[] parameters, int count, Random random) {
    return new ReferenceBatch(
        network,
        parameters,
        ReferenceNetworks.randomInputs(network, count, random),
        ReferenceNetworks.randomLabels(network, count, random));
  }

  ReferenceNetwork network() {
    return network;
  }

  double[] parameters() {
    return parameters;
  }

  double[][] inputs() {
    return inputs;
  }

  int[] labels() {
    return labels;
  }

  double loss(ReferenceOptions options) {
    return ReferenceMargin.loss(network, parameters, inputs, labels, options);
  }

  double[] gradient(ReferenceOptions options) {
    return ReferenceMargin.gradient(network, parameters, inputs, labels, options);
  }

  /** A margin at every tap of the network of {@link #random}. */
  static ReferenceOptions allTaps(double p) {
    return allTaps(ReferenceNetworks.mlp(3, 5, 4, 4), p);
  }

  /** A margin at every tap of a network. */
  static ReferenceOptions allTaps(ReferenceNetwork network, double p) {
    List<Layer> layers = new ArrayList<>();
    for (int tap = 0; tap < network.tapCount(); tap++) {
      layers.add(new Layer(tap, 0.83 + 0.4 * tap, 1 + 0.5 * tap));
    }
    return ReferenceOptions.of(layers).withNorm(p);
  }

  /** The three modes, the boundary's with several refinements. */
  static List<Gradient> modesWithoutBox() {
    return List.of(
        new Constant(),
        new Exact(),
        Boundary.of(0, Double.POSITIVE_INFINITY, Optional.empty()),
        Boundary.of(1, Double.POSITIVE_INFINITY, Optional.empty()),
        Boundary.of(3, Double.POSITIVE_INFINITY, Optional.empty()));
  }
}
