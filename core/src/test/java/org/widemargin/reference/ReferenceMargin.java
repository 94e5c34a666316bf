package org.widemargin.reference;

import java.util.ArrayList;
import java.util.List;
import org.widemargin.reference.ReferenceOptions.Aggregation;
import org.widemargin.reference.ReferenceOptions.Layer;
import org.widemargin.reference.ReferenceOptions.LayerReduction;

/**
 * The margin loss as its definition reads, one sample, competitor and layer after the other.
 *
 * <p>loss = sum (or mean) over layers l of weight_l * mean over samples of A_i v_li, plus
 * crossEntropyWeight * mean cross-entropy, with v = min(max(0, gamma - d), clip * gamma).
 */
public final class ReferenceMargin {
  private ReferenceMargin() {}

  /** The loss; {@code inputs} are one flat array per sample. */
  public static double loss(
      ReferenceNetwork network,
      double[] parameters,
      double[][] inputs,
      int[] labels,
      ReferenceOptions options) {
    return lossWithFixed(network, parameters, parameters, inputs, labels, options);
  }

  /** The gradient of the loss with respect to every parameter, in the order of the flat array. */
  public static double[] gradient(
      ReferenceNetwork network,
      double[] parameters,
      double[][] inputs,
      int[] labels,
      ReferenceOptions options) {
    return evaluate(network, Dual.variables(parameters), parameters, inputs, labels, options)
        .gradient(parameters.length);
  }

  /**
   * The loss at {@code parameters}, where everything that the gradient mode holds fixed
   * (competitors, stopped norms, boundary points) is computed at {@code fixed} instead. Its finite
   * differences in {@code parameters} are the gradient.
   */
  public static double lossWithFixed(
      ReferenceNetwork network,
      double[] parameters,
      double[] fixed,
      double[][] inputs,
      int[] labels,
      ReferenceOptions options) {
    return evaluate(network, Dual.constants(parameters), fixed, inputs, labels, options).value();
  }

  /** The signed distance d of one sample at a tap to the boundary with a competitor. */
  public static double distance(
      ReferenceNetwork network,
      double[] parameters,
      double[] input,
      int label,
      int competitor,
      int tap,
      ReferenceOptions options) {
    Dual[] constants = Dual.constants(parameters);
    return new ReferenceDistance(network, options, constants, parameters, input, label)
        .distance(tap, competitor)
        .value();
  }

  /** The gradient of {@link #distance} with respect to every parameter. */
  public static double[] distanceGradient(
      ReferenceNetwork network,
      double[] parameters,
      double[] input,
      int label,
      int competitor,
      int tap,
      ReferenceOptions options) {
    Dual[] variables = Dual.variables(parameters);
    return new ReferenceDistance(network, options, variables, parameters, input, label)
        .distance(tap, competitor)
        .gradient(parameters.length);
  }

  /** The competitors of one sample, by falling score. */
  public static List<Integer> competitors(
      ReferenceNetwork network,
      double[] parameters,
      double[] input,
      int label,
      ReferenceOptions options) {
    Dual[] constants = Dual.constants(parameters);
    return new ReferenceDistance(network, options, constants, parameters, input, label)
        .competitors();
  }

  /** The point x_r that the boundary mode reaches for one sample, tap and competitor. */
  public static double[] boundaryPoint(
      ReferenceNetwork network,
      double[] parameters,
      double[] input,
      int label,
      int competitor,
      int tap,
      ReferenceOptions options) {
    Dual[] constants = Dual.constants(parameters);
    return new ReferenceDistance(network, options, constants, parameters, input, label)
        .boundaryPoint(tap, competitor);
  }

  private static Dual evaluate(
      ReferenceNetwork network,
      Dual[] parameters,
      double[] fixed,
      double[][] inputs,
      int[] labels,
      ReferenceOptions options) {
    List<ReferenceDistance> samples = new ArrayList<>();
    for (int s = 0; s < inputs.length; s++) {
      samples.add(new ReferenceDistance(network, options, parameters, fixed, inputs[s], labels[s]));
    }
    Dual crossEntropy = meanCrossEntropy(samples, labels);
    return overLayers(samples, options).plus(crossEntropy.times(options.crossEntropyWeight()));
  }

  private static Dual meanCrossEntropy(List<ReferenceDistance> samples, int[] labels) {
    Dual sum = Dual.ZERO;
    for (int s = 0; s < labels.length; s++) {
      sum = sum.plus(ReferenceSoftmax.crossEntropy(samples.get(s).logits(), labels[s]));
    }
    return sum.dividedBy(samples.size());
  }

  private static Dual overLayers(List<ReferenceDistance> samples, ReferenceOptions options) {
    Dual sum = Dual.ZERO;
    for (Layer layer : options.layers()) {
      sum = sum.plus(overSamples(samples, layer, options).times(layer.weight()));
    }
    return options.layerReduction() == LayerReduction.MEAN
        ? sum.dividedBy(options.layers().size())
        : sum;
  }

  private static Dual overSamples(
      List<ReferenceDistance> samples, Layer layer, ReferenceOptions options) {
    Dual sum = Dual.ZERO;
    for (ReferenceDistance sample : samples) {
      List<Dual> violations = new ArrayList<>();
      for (int competitor : sample.competitors()) {
        Dual distance = sample.distance(layer.tap(), competitor);
        violations.add(violation(distance, layer.gamma(), options.clip()));
      }
      sum = sum.plus(aggregated(violations, options.aggregation()));
    }
    return sum.dividedBy(samples.size());
  }

  /** min(max(0, gamma - d), clip * gamma); the derivative is 0 at and beyond both kinks. */
  static Dual violation(Dual distance, double gamma, double clip) {
    Dual missing = distance.negated().plus(gamma).relu();
    double limit = clip * gamma;
    return missing.value() >= limit ? Dual.constant(limit) : missing;
  }

  private static Dual aggregated(List<Dual> violations, Aggregation aggregation) {
    Dual largest = violations.get(0);
    Dual sum = violations.get(0);
    for (Dual violation : violations.subList(1, violations.size())) {
      largest = largest.max(violation);
      sum = sum.plus(violation);
    }
    return switch (aggregation) {
      case MAX -> largest;
      case SUM -> sum;
      case MEAN -> sum.dividedBy(violations.size());
    };
  }
}
