package org.widemargin.torch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Functions of each element by itself, and their adjoints, which need the input. */
public final class Nonlinearities {
  private Nonlinearities() {}

  /**
   * The Gaussian error linear unit, exact.
   *
   * @param input any shape
   * @return {@code x * P(Z <= x)} of each element
   */
  public static Tensor gelu(Tensor input) {
    return torch.gelu(input);
  }

  /**
   * Through it.
   *
   * @param cotangent at the output
   * @param input of the forward pass, of the cotangent's element type
   * @return the cotangent at the input
   */
  public static Tensor geluAdjoint(Tensor cotangent, Tensor input) {
    return torch.gelu_backward(cotangent, input);
  }

  /**
   * The sigmoid linear unit.
   *
   * @param input any shape
   * @return {@code x / (1 + exp(-x))} of each element
   */
  public static Tensor silu(Tensor input) {
    return torch.silu(input);
  }

  /**
   * Through it.
   *
   * @param cotangent at the output
   * @param input of the forward pass, of the cotangent's element type
   * @return the cotangent at the input
   */
  public static Tensor siluAdjoint(Tensor cotangent, Tensor input) {
    return torch.silu_backward(cotangent, input);
  }

  /**
   * The leaky rectifier.
   *
   * @param input any shape
   * @param negativeSlope the slope below 0
   * @return the input where it is above 0, elsewhere times the slope
   */
  public static Tensor leakyRelu(Tensor input, double negativeSlope) {
    return torch.leaky_relu(input, new Scalar(negativeSlope));
  }

  /**
   * Through it.
   *
   * @param cotangent at the output
   * @param input of the forward pass, of the cotangent's element type
   * @param negativeSlope the slope at and below 0
   * @return the cotangent at the input
   */
  public static Tensor leakyReluAdjoint(Tensor cotangent, Tensor input, double negativeSlope) {
    return torch.leaky_relu_backward(cotangent, input, new Scalar(negativeSlope), false);
  }
}
