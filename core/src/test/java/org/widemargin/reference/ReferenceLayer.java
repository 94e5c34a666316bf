package org.widemargin.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One layer of a reference network: the forward pass and the hand-written backward pass to its
 * input, in loops.
 *
 * <p>Values of one sample lie in a flat array in PyTorch's order: {@code [features]} or {@code
 * [channels, height, width]}, the last index fastest. Parameters lie in a flat array, one tensor
 * after the other in the order of {@link #parameters()}, each in PyTorch's layout.
 */
public sealed interface ReferenceLayer {

  /** The name and shape of one parameter tensor. */
  record ParameterShape(String name, List<Integer> shape) {
    /** Number of elements. */
    public int count() {
      return product(shape);
    }
  }

  /** Shape of the output for an input of the given shape, without the batch dimension. */
  List<Integer> outputShape(List<Integer> inputShape);

  /** The parameter tensors; none unless the layer says so. */
  default List<ParameterShape> parameters() {
    return List.of();
  }

  /** The output for input {@code x} of shape {@code shape}. */
  Dual[] forward(Dual[] parameters, Dual[] x, List<Integer> shape);

  /**
   * The gradient at the input, given input {@code x} of shape {@code shape} and the gradient at the
   * output.
   */
  Dual[] backward(Dual[] parameters, Dual[] x, List<Integer> shape, Dual[] outputGradient);

  /** Number of parameters of this layer. */
  default int parameterCount() {
    int count = 0;
    for (ParameterShape parameter : parameters()) {
      count += parameter.count();
    }
    return count;
  }

  /** y = W x + b; weight {@code [out, in]}, bias {@code [out]}. */
  record Linear(int in, int out) implements ReferenceLayer {
    @Override
    public List<Integer> outputShape(List<Integer> inputShape) {
      requireShape(inputShape.equals(List.of(in)), this, inputShape);
      return List.of(out);
    }

    @Override
    public List<ParameterShape> parameters() {
      return List.of(
          new ParameterShape("weight", List.of(out, in)), new ParameterShape("bias", List.of(out)));
    }

    @Override
    public Dual[] forward(Dual[] parameters, Dual[] x, List<Integer> shape) {
      Dual[] y = new Dual[out];
      for (int o = 0; o < out; o++) {
        y[o] = parameters[out * in + o];
        for (int i = 0; i < in; i++) {
          y[o] = y[o].plus(parameters[o * in + i].times(x[i]));
        }
      }
      return y;
    }

    @Override
    public Dual[] backward(
        Dual[] parameters, Dual[] x, List<Integer> shape, Dual[] outputGradient) {
      Dual[] gradient = zeros(in);
      for (int o = 0; o < out; o++) {
        for (int i = 0; i < in; i++) {
          gradient[i] = gradient[i].plus(parameters[o * in + i].times(outputGradient[o]));
        }
      }
      return gradient;
    }
  }

  /** y = max(0, x), elementwise; the derivative at 0 is 0. */
  record Relu() implements ReferenceLayer {
    @Override
    public List<Integer> outputShape(List<Integer> inputShape) {
      return inputShape;
    }

    @Override
    public Dual[] forward(Dual[] parameters, Dual[] x, List<Integer> shape) {
      Dual[] y = new Dual[x.length];
      for (int i = 0; i < x.length; i++) {
        y[i] = x[i].relu();
      }
      return y;
    }

    @Override
    public Dual[] backward(
        Dual[] parameters, Dual[] x, List<Integer> shape, Dual[] outputGradient) {
      Dual[] gradient = new Dual[x.length];
      for (int i = 0; i < x.length; i++) {
        gradient[i] = x[i].value() > 0 ? outputGradient[i] : Dual.ZERO;
      }
      return gradient;
    }
  }

  /**
   * Cross-correlation as PyTorch's; zero padding; weight {@code [out, in, kernel, kernel]}, bias
   * {@code [out]}.
   */
  record Convolution2d(int in, int out, int kernel, int stride, int padding)
      implements ReferenceLayer {
    @Override
    public List<Integer> outputShape(List<Integer> inputShape) {
      requireShape(inputShape.size() == 3 && inputShape.get(0) == in, this, inputShape);
      return List.of(out, outputSize(inputShape.get(1)), outputSize(inputShape.get(2)));
    }

    private int outputSize(int inputSize) {
      return (inputSize + 2 * padding - kernel) / stride + 1;
    }

    @Override
    public List<ParameterShape> parameters() {
      return List.of(
          new ParameterShape("weight", List.of(out, in, kernel, kernel)),
          new ParameterShape("bias", List.of(out)));
    }

    @Override
    public Dual[] forward(Dual[] parameters, Dual[] x, List<Integer> shape) {
      int height = shape.get(1);
      int width = shape.get(2);
      List<Integer> outputShape = outputShape(shape);
      Dual[] y = new Dual[product(outputShape)];
      int position = 0;
      for (int o = 0; o < out; o++) {
        for (int row = 0; row < outputShape.get(1); row++) {
          for (int column = 0; column < outputShape.get(2); column++) {
            Dual sum = parameters[out * in * kernel * kernel + o];
            for (int c = 0; c < in; c++) {
              for (int dy = 0; dy < kernel; dy++) {
                for (int dx = 0; dx < kernel; dx++) {
                  int h = row * stride + dy - padding;
                  int w = column * stride + dx - padding;
                  if (h >= 0 && h < height && w >= 0 && w < width) {
                    Dual weight = parameters[((o * in + c) * kernel + dy) * kernel + dx];
                    sum = sum.plus(weight.times(x[(c * height + h) * width + w]));
                  }
                }
              }
            }
            y[position++] = sum;
          }
        }
      }
      return y;
    }

    @Override
    public Dual[] backward(
        Dual[] parameters, Dual[] x, List<Integer> shape, Dual[] outputGradient) {
      int height = shape.get(1);
      int width = shape.get(2);
      List<Integer> outputShape = outputShape(shape);
      Dual[] gradient = zeros(x.length);
      int position = 0;
      for (int o = 0; o < out; o++) {
        for (int row = 0; row < outputShape.get(1); row++) {
          for (int column = 0; column < outputShape.get(2); column++) {
            Dual upstream = outputGradient[position++];
            for (int c = 0; c < in; c++) {
              for (int dy = 0; dy < kernel; dy++) {
                for (int dx = 0; dx < kernel; dx++) {
                  int h = row * stride + dy - padding;
                  int w = column * stride + dx - padding;
                  if (h >= 0 && h < height && w >= 0 && w < width) {
                    Dual weight = parameters[((o * in + c) * kernel + dy) * kernel + dx];
                    int target = (c * height + h) * width + w;
                    gradient[target] = gradient[target].plus(weight.times(upstream));
                  }
                }
              }
            }
          }
        }
      }
      return gradient;
    }
  }

  /**
   * Maximum over windows of 2x2, stride 2, an odd last row or column dropped; ties go to the first
   * in row order.
   */
  record MaxPool2x2() implements ReferenceLayer {
    @Override
    public List<Integer> outputShape(List<Integer> inputShape) {
      requireShape(inputShape.size() == 3, this, inputShape);
      return List.of(inputShape.get(0), inputShape.get(1) / 2, inputShape.get(2) / 2);
    }

    @Override
    public Dual[] forward(Dual[] parameters, Dual[] x, List<Integer> shape) {
      int[] winners = winners(x, shape);
      Dual[] y = new Dual[winners.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = x[winners[i]];
      }
      return y;
    }

    @Override
    public Dual[] backward(
        Dual[] parameters, Dual[] x, List<Integer> shape, Dual[] outputGradient) {
      int[] winners = winners(x, shape);
      Dual[] gradient = zeros(x.length);
      for (int i = 0; i < winners.length; i++) {
        gradient[winners[i]] = outputGradient[i];
      }
      return gradient;
    }

    private int[] winners(Dual[] x, List<Integer> shape) {
      int height = shape.get(1);
      int width = shape.get(2);
      int[] winners = new int[product(outputShape(shape))];
      int position = 0;
      for (int c = 0; c < shape.get(0); c++) {
        for (int row = 0; row < height / 2; row++) {
          for (int column = 0; column < width / 2; column++) {
            int first = (c * height + 2 * row) * width + 2 * column;
            int winner = first;
            for (int candidate : new int[] {first + 1, first + width, first + width + 1}) {
              if (x[candidate].value() > x[winner].value()) {
                winner = candidate;
              }
            }
            winners[position++] = winner;
          }
        }
      }
      return winners;
    }
  }

  /**
   * Mean over windows of {@code size} x {@code size}, stride {@code size}, what is left over at the
   * edges dropped.
   */
  record AveragePool2d(int size) implements ReferenceLayer {
    @Override
    public List<Integer> outputShape(List<Integer> inputShape) {
      requireShape(inputShape.size() == 3, this, inputShape);
      return List.of(inputShape.get(0), inputShape.get(1) / size, inputShape.get(2) / size);
    }

    @Override
    public Dual[] forward(Dual[] parameters, Dual[] x, List<Integer> shape) {
      Dual[] y = zeros(product(outputShape(shape)));
      for (int i = 0; i < x.length; i++) {
        int window = windowOf(i, shape);
        if (window >= 0) {
          y[window] = y[window].plus(x[i].dividedBy(size * size));
        }
      }
      return y;
    }

    @Override
    public Dual[] backward(
        Dual[] parameters, Dual[] x, List<Integer> shape, Dual[] outputGradient) {
      Dual[] gradient = zeros(x.length);
      for (int i = 0; i < x.length; i++) {
        int window = windowOf(i, shape);
        if (window >= 0) {
          gradient[i] = outputGradient[window].dividedBy(size * size);
        }
      }
      return gradient;
    }

    /** The output position whose window holds input position {@code i}, or -1. */
    private int windowOf(int i, List<Integer> shape) {
      int height = shape.get(1);
      int width = shape.get(2);
      int channel = i / (height * width);
      int row = i / width % height / size;
      int column = i % width / size;
      boolean inside = row < height / size && column < width / size;
      return inside ? (channel * (height / size) + row) * (width / size) + column : -1;
    }
  }

  /** {@code [channels, height, width]} to {@code [features]}, the values untouched. */
  record Flatten() implements ReferenceLayer {
    @Override
    public List<Integer> outputShape(List<Integer> inputShape) {
      return List.of(product(inputShape));
    }

    @Override
    public Dual[] forward(Dual[] parameters, Dual[] x, List<Integer> shape) {
      return x;
    }

    @Override
    public Dual[] backward(
        Dual[] parameters, Dual[] x, List<Integer> shape, Dual[] outputGradient) {
      return outputGradient;
    }
  }

  /**
   * Batch normalisation with fixed statistics: y = (x - mean) / sqrt(variance + epsilon) * weight +
   * bias per channel (the first dimension); weight {@code [channels]}, bias {@code [channels]}.
   * Mean and variance are no parameters.
   */
  record BatchNorm(List<Double> mean, List<Double> variance, double epsilon)
      implements ReferenceLayer {
    /** Copies the statistics; one mean and one variance per channel. */
    public BatchNorm {
      mean = List.copyOf(mean);
      variance = List.copyOf(variance);
      if (mean.size() != variance.size()) {
        throw new IllegalArgumentException(
            mean.size() + " means, " + variance.size() + " variances");
      }
    }

    @Override
    public List<Integer> outputShape(List<Integer> inputShape) {
      requireShape(inputShape.get(0) == mean.size(), this, inputShape);
      return inputShape;
    }

    @Override
    public List<ParameterShape> parameters() {
      return List.of(
          new ParameterShape("weight", List.of(mean.size())),
          new ParameterShape("bias", List.of(mean.size())));
    }

    @Override
    public Dual[] forward(Dual[] parameters, Dual[] x, List<Integer> shape) {
      int perChannel = x.length / mean.size();
      Dual[] y = new Dual[x.length];
      for (int i = 0; i < x.length; i++) {
        int channel = i / perChannel;
        Dual normalised = x[i].plus(-mean.get(channel)).dividedBy(deviation(channel));
        y[i] = normalised.times(parameters[channel]).plus(parameters[mean.size() + channel]);
      }
      return y;
    }

    @Override
    public Dual[] backward(
        Dual[] parameters, Dual[] x, List<Integer> shape, Dual[] outputGradient) {
      int perChannel = x.length / mean.size();
      Dual[] gradient = new Dual[x.length];
      for (int i = 0; i < x.length; i++) {
        int channel = i / perChannel;
        gradient[i] = outputGradient[i].times(parameters[channel]).dividedBy(deviation(channel));
      }
      return gradient;
    }

    private double deviation(int channel) {
      return Math.sqrt(variance.get(channel) + epsilon);
    }
  }

  /** body(x) + shortcut(x); an empty shortcut is the identity. The body's parameters come first. */
  record Residual(List<ReferenceLayer> body, List<ReferenceLayer> shortcut)
      implements ReferenceLayer {
    /** Copies both branches. */
    public Residual {
      body = List.copyOf(body);
      shortcut = List.copyOf(shortcut);
    }

    @Override
    public List<Integer> outputShape(List<Integer> inputShape) {
      List<Integer> shape = ReferenceChain.outputShape(body, inputShape);
      requireShape(
          shape.equals(ReferenceChain.outputShape(shortcut, inputShape)), this, inputShape);
      return shape;
    }

    @Override
    public List<ParameterShape> parameters() {
      List<ParameterShape> parameters = new ArrayList<>();
      parameters.addAll(ReferenceChain.parameters("body.", body));
      parameters.addAll(ReferenceChain.parameters("shortcut.", shortcut));
      return parameters;
    }

    @Override
    public Dual[] forward(Dual[] parameters, Dual[] x, List<Integer> shape) {
      Dual[] left = ReferenceChain.forward(body, bodyPart(parameters), x, shape);
      Dual[] right = ReferenceChain.forward(shortcut, shortcutPart(parameters), x, shape);
      return sum(left, right);
    }

    @Override
    public Dual[] backward(
        Dual[] parameters, Dual[] x, List<Integer> shape, Dual[] outputGradient) {
      Dual[] left = ReferenceChain.backward(body, bodyPart(parameters), x, shape, outputGradient);
      Dual[] right =
          ReferenceChain.backward(shortcut, shortcutPart(parameters), x, shape, outputGradient);
      return sum(left, right);
    }

    private Dual[] bodyPart(Dual[] parameters) {
      return Arrays.copyOfRange(parameters, 0, ReferenceChain.parameterCount(body));
    }

    private Dual[] shortcutPart(Dual[] parameters) {
      return Arrays.copyOfRange(parameters, ReferenceChain.parameterCount(body), parameters.length);
    }

    private static Dual[] sum(Dual[] left, Dual[] right) {
      Dual[] sum = new Dual[left.length];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = left[i].plus(right[i]);
      }
      return sum;
    }
  }

  private static Dual[] zeros(int count) {
    Dual[] zeros = new Dual[count];
    Arrays.fill(zeros, Dual.ZERO);
    return zeros;
  }

  private static int product(List<Integer> shape) {
    int product = 1;
    for (int size : shape) {
      product *= size;
    }
    return product;
  }

  private static void requireShape(boolean fits, ReferenceLayer layer, List<Integer> shape) {
    if (!fits) {
      throw new IllegalArgumentException(layer + " does not fit an input of shape " + shape);
    }
  }
}
