package org.widemargin.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.widemargin.reference.ReferenceLayer.ParameterShape;

/**
 * A small network in plain loops: named blocks of layers, with a tap before the first block ({@code
 * input}) and after each; the last tap is the logits.
 *
 * <p>All parameters lie in one flat array, tensor after tensor in the order of {@link
 * #parameters()}, each in PyTorch's layout, so that the same numbers can be copied into another
 * implementation. Everything is for one sample; values are flat in PyTorch's order without the
 * batch dimension.
 */
public final class ReferenceNetwork {

  /** Layers under a name; the tap after them has that name. */
  public record Block(String name, List<ReferenceLayer> layers) {
    /** Copies the layers. */
    public Block {
      layers = List.copyOf(layers);
    }

    /** A block of these layers. */
    public static Block of(String name, ReferenceLayer... layers) {
      return new Block(name, List.of(layers));
    }
  }

  /**
   * One parameter tensor: its name {@code block.layer.tensor}, its shape, and where it starts in
   * the flat array.
   */
  public record Parameter(String name, List<Integer> shape, int offset) {
    /** Number of elements. */
    public int count() {
      return new ParameterShape(name, shape).count();
    }
  }

  /** What is compared between classes: the logits themselves or their softmax. */
  public enum Score {
    /** The network's outputs. */
    LOGITS,
    /** Their softmax. */
    PROBABILITIES
  }

  private final List<Block> blocks;
  private final List<List<Integer>> shapes = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private final int[] parameterStart;

  /**
   * A network for inputs of the given shape, {@code [features]} or {@code [channels, height,
   * width]}.
   */
  public ReferenceNetwork(List<Integer> inputShape, List<Block> blocks) {
    this.blocks = List.copyOf(blocks);
    this.parameterStart = new int[blocks.size() + 1];
    shapes.add(List.copyOf(inputShape));
    int offset = 0;
    for (int b = 0; b < blocks.size(); b++) {
      Block block = blocks.get(b);
      shapes.add(ReferenceChain.outputShape(block.layers(), shapes.get(b)));
      for (ParameterShape p : ReferenceChain.parameters(block.name() + ".", block.layers())) {
        parameters.add(new Parameter(p.name(), p.shape(), offset));
        offset += p.count();
      }
      parameterStart[b + 1] = offset;
    }
  }

  /** The blocks. */
  public List<Block> blocks() {
    return blocks;
  }

  /** The parameter tensors in order. */
  public List<Parameter> parameters() {
    return List.copyOf(parameters);
  }

  /** Number of parameters, all tensors together. */
  public int parameterCount() {
    return parameterStart[blocks.size()];
  }

  /** The part of the flat array that is tensor {@code parameter}. */
  public double[] slice(double[] values, Parameter parameter) {
    return Arrays.copyOfRange(values, parameter.offset(), parameter.offset() + parameter.count());
  }

  /** Parameters drawn from a normal distribution of this standard deviation. */
  public double[] randomParameters(Random random, double standardDeviation) {
    double[] values = new double[parameterCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = standardDeviation * random.nextGaussian();
    }
    return values;
  }

  /** Number of taps: the input and one after each block. */
  public int tapCount() {
    return blocks.size() + 1;
  }

  /** Name of a tap: {@code input} or the name of the block before it. */
  public String tapName(int tap) {
    return tap == 0 ? "input" : blocks.get(tap - 1).name();
  }

  /** Shape of one sample at a tap. */
  public List<Integer> shape(int tap) {
    return shapes.get(tap);
  }

  /** Number of elements of one sample at a tap. */
  public int elementCount(int tap) {
    return new ParameterShape(tapName(tap), shape(tap)).count();
  }

  /** Number of classes. */
  public int classCount() {
    return elementCount(tapCount() - 1);
  }

  /** The values at every tap, the input first, the logits last. */
  public double[][] activations(double[] parameterValues, double[] input) {
    Dual[][] duals = activations(Dual.constants(parameterValues), Dual.constants(input));
    double[][] values = new double[duals.length][];
    for (int tap = 0; tap < duals.length; tap++) {
      values[tap] = Dual.values(duals[tap]);
    }
    return values;
  }

  /** The logits that the part above a tap makes of the values {@code h} at that tap. */
  public double[] logitsFrom(double[] parameterValues, int tap, double[] h) {
    return Dual.values(logitsFrom(Dual.constants(parameterValues), tap, Dual.constants(h)));
  }

  /** The scores that the part above a tap makes of the values {@code h} at that tap. */
  public double[] scoresFrom(double[] parameterValues, int tap, double[] h, Score score) {
    return Dual.values(scoresFrom(Dual.constants(parameterValues), tap, Dual.constants(h), score));
  }

  /**
   * The gradient, at the values {@code h} of a tap, of score {@code classA} minus score {@code
   * classB}.
   */
  public double[] gradient(
      double[] parameterValues, int tap, double[] h, int classA, int classB, Score score) {
    return Dual.values(
        gradient(Dual.constants(parameterValues), tap, Dual.constants(h), classA, classB, score));
  }

  Dual[][] activations(Dual[] parameterValues, Dual[] input) {
    Dual[][] activations = new Dual[tapCount()][];
    activations[0] = input;
    for (int b = 0; b < blocks.size(); b++) {
      activations[b + 1] = forwardBlock(b, parameterValues, activations[b]);
    }
    return activations;
  }

  Dual[] logitsFrom(Dual[] parameterValues, int tap, Dual[] h) {
    Dual[] x = h;
    for (int b = tap; b < blocks.size(); b++) {
      x = forwardBlock(b, parameterValues, x);
    }
    return x;
  }

  Dual[] scoresFrom(Dual[] parameterValues, int tap, Dual[] h, Score score) {
    Dual[] logits = logitsFrom(parameterValues, tap, h);
    return score == Score.LOGITS ? logits : ReferenceSoftmax.probabilities(logits);
  }

  Dual[] gradient(Dual[] parameterValues, int tap, Dual[] h, int classA, int classB, Score score) {
    return gradientFromBlock(tap, parameterValues, h, classA, classB, score);
  }

  /**
   * The gradient at {@code x}, the input of block {@code b}: that block's backward pass of the
   * gradient at its output.
   */
  private Dual[] gradientFromBlock(
      int b, Dual[] parameterValues, Dual[] x, int classA, int classB, Score score) {
    if (b == blocks.size()) {
      return gradientAtLogits(x, classA, classB, score);
    }
    Dual[] output = forwardBlock(b, parameterValues, x);
    Dual[] outputGradient =
        gradientFromBlock(b + 1, parameterValues, output, classA, classB, score);
    return ReferenceChain.backward(
        blocks.get(b).layers(), ofBlock(b, parameterValues), x, shape(b), outputGradient);
  }

  private static Dual[] gradientAtLogits(Dual[] logits, int classA, int classB, Score score) {
    Dual[] gradient = new Dual[logits.length];
    for (int k = 0; k < logits.length; k++) {
      gradient[k] =
          switch (score) {
            case LOGITS -> Dual.constant((k == classA ? 1 : 0) - (k == classB ? 1 : 0));
            case PROBABILITIES ->
                ReferenceSoftmax.derivative(logits, classA, k)
                    .minus(ReferenceSoftmax.derivative(logits, classB, k));
          };
    }
    return gradient;
  }

  private Dual[] forwardBlock(int b, Dual[] parameterValues, Dual[] x) {
    return ReferenceChain.forward(blocks.get(b).layers(), ofBlock(b, parameterValues), x, shape(b));
  }

  private Dual[] ofBlock(int b, Dual[] parameterValues) {
    return Arrays.copyOfRange(parameterValues, parameterStart[b], parameterStart[b + 1]);
  }
}
