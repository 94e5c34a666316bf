package org.widemargin.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.widemargin.reference.ReferenceLayer.ParameterShape;

/**
 * Layers one after the other: the forward pass, and the backward pass to the chain's input. An
 * empty chain is the identity.
 */
final class ReferenceChain {
  private ReferenceChain() {}

  static List<Integer> outputShape(List<ReferenceLayer> layers, List<Integer> inputShape) {
    List<Integer> shape = inputShape;
    for (ReferenceLayer layer : layers) {
      shape = layer.outputShape(shape);
    }
    return shape;
  }

  /** The parameter tensors of all layers in order, named {@code prefix + position + "." + name}. */
  static List<ParameterShape> parameters(String prefix, List<ReferenceLayer> layers) {
    List<ParameterShape> parameters = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      for (ParameterShape parameter : layers.get(i).parameters()) {
        parameters.add(new ParameterShape(prefix + i + "." + parameter.name(), parameter.shape()));
      }
    }
    return parameters;
  }

  static int parameterCount(List<ReferenceLayer> layers) {
    int count = 0;
    for (ReferenceLayer layer : layers) {
      count += layer.parameterCount();
    }
    return count;
  }

  static Dual[] forward(
      List<ReferenceLayer> layers, Dual[] parameters, Dual[] x, List<Integer> shape) {
    if (layers.isEmpty()) {
      return x;
    }
    ReferenceLayer first = layers.get(0);
    return forward(
        layers.subList(1, layers.size()),
        parametersAfter(first, parameters),
        first.forward(parametersOf(first, parameters), x, shape),
        first.outputShape(shape));
  }

  static Dual[] backward(
      List<ReferenceLayer> layers,
      Dual[] parameters,
      Dual[] x,
      List<Integer> shape,
      Dual[] outputGradient) {
    if (layers.isEmpty()) {
      return outputGradient;
    }
    ReferenceLayer first = layers.get(0);
    Dual[] own = parametersOf(first, parameters);
    Dual[] gradientAfterFirst =
        backward(
            layers.subList(1, layers.size()),
            parametersAfter(first, parameters),
            first.forward(own, x, shape),
            first.outputShape(shape),
            outputGradient);
    return first.backward(own, x, shape, gradientAfterFirst);
  }

  private static Dual[] parametersOf(ReferenceLayer first, Dual[] parameters) {
    return Arrays.copyOfRange(parameters, 0, first.parameterCount());
  }

  private static Dual[] parametersAfter(ReferenceLayer first, Dual[] parameters) {
    return Arrays.copyOfRange(parameters, first.parameterCount(), parameters.length);
  }
}
