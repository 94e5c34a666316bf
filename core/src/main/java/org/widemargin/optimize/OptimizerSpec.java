package org.widemargin.optimize;

import static org.widemargin.error.InputException.require;

import com.fasterxml.jackson.annotation.JsonTypeName;

/** An optimiser as data. The update rules and names are PyTorch's. */
public sealed interface OptimizerSpec {

  /**
   * Stochastic gradient descent with momentum.
   *
   * @param momentum in [0, 1); 0 for none
   */
  record Sgd(double momentum) implements OptimizerSpec {
    /** Checks the range. */
    public Sgd {
      requireFraction("sgd: momentum", momentum);
    }

    static Sgd defaults() {
      return new Sgd(/* momentum= */ 0.9);
    }
  }

  /**
   * RMSProp (Hinton, lecture 6a).
   *
   * @param smoothing of the mean square, in [0, 1)
   * @param momentum in [0, 1); 0 for none, as in the paper's MNIST runs
   * @param epsilon added to the root of the mean square
   */
  @JsonTypeName("rmsprop")
  record RmsProp(double smoothing, double momentum, double epsilon) implements OptimizerSpec {
    /** Checks the ranges. */
    public RmsProp {
      requireFraction("rmsprop: smoothing", smoothing);
      requireFraction("rmsprop: momentum", momentum);
      requirePositive("rmsprop: epsilon", epsilon);
    }

    static RmsProp defaults() {
      return new RmsProp(/* smoothing= */ 0.99, /* momentum= */ 0, /* epsilon= */ 1e-8);
    }
  }

  /**
   * Adam (Kingma and Ba, 2015). Weight decay is added to the gradient.
   *
   * @param beta1 smoothing of the mean, in [0, 1)
   * @param beta2 smoothing of the mean square, in [0, 1)
   * @param epsilon added to the root of the mean square
   */
  record Adam(double beta1, double beta2, double epsilon) implements OptimizerSpec {
    /** Checks the ranges. */
    public Adam {
      requireFraction("adam: beta1", beta1);
      requireFraction("adam: beta2", beta2);
      requirePositive("adam: epsilon", epsilon);
    }

    /**
     * Adam with its usual numbers.
     *
     * @return beta1 0.9, beta2 0.999, epsilon 1e-8
     */
    public static Adam defaults() {
      return new Adam(/* beta1= */ 0.9, /* beta2= */ 0.999, /* epsilon= */ 1e-8);
    }
  }

  /**
   * Adam with decoupled weight decay (Loshchilov and Hutter, 2019).
   *
   * @param beta1 smoothing of the mean, in [0, 1)
   * @param beta2 smoothing of the mean square, in [0, 1)
   * @param epsilon added to the root of the mean square
   */
  @JsonTypeName("adamw")
  record AdamW(double beta1, double beta2, double epsilon) implements OptimizerSpec {
    /** Checks the ranges. */
    public AdamW {
      requireFraction("adamw: beta1", beta1);
      requireFraction("adamw: beta2", beta2);
      requirePositive("adamw: epsilon", epsilon);
    }

    static AdamW defaults() {
      return new AdamW(/* beta1= */ 0.9, /* beta2= */ 0.999, /* epsilon= */ 1e-8);
    }
  }

  private static void requireFraction(String name, double value) {
    require(value >= 0 && value < 1, "%s: expected a number in [0, 1), found %s", name, value);
  }

  private static void requirePositive(String name, double value) {
    require(value > 0, "%s: expected a number above 0, found %s", name, value);
  }
}
