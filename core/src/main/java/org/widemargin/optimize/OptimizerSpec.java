package org.widemargin.optimize;

import static org.widemargin.InputException.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** An optimiser as data. The update rules and names are PyTorch's. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(value = OptimizerSpec.Sgd.class, name = "sgd"),
  @JsonSubTypes.Type(value = OptimizerSpec.RmsProp.class, name = "rmsprop"),
  @JsonSubTypes.Type(value = OptimizerSpec.Adam.class, name = "adam"),
  @JsonSubTypes.Type(value = OptimizerSpec.AdamW.class, name = "adamw"),
})
public sealed interface OptimizerSpec {

  /**
   * Adam with its usual numbers.
   *
   * @return beta1 0.9, beta2 0.999, epsilon 1e-8
   */
  static Adam adam() {
    return Adam.of(null, null, null);
  }

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

    @JsonCreator
    static Sgd of(@Nullable Double momentum) {
      return new Sgd(momentum == null ? 0.9 : momentum);
    }
  }

  /**
   * RMSProp (Hinton, lecture 6a).
   *
   * @param smoothing of the mean square, in [0, 1)
   * @param momentum in [0, 1); 0 for none, as in the paper's MNIST runs
   * @param epsilon added to the root of the mean square
   */
  record RmsProp(double smoothing, double momentum, double epsilon) implements OptimizerSpec {
    /** Checks the ranges. */
    public RmsProp {
      requireFraction("rmsprop: smoothing", smoothing);
      requireFraction("rmsprop: momentum", momentum);
      requirePositive("rmsprop: epsilon", epsilon);
    }

    @JsonCreator
    static RmsProp of(
        @Nullable Double smoothing, @Nullable Double momentum, @Nullable Double epsilon) {
      return new RmsProp(
          smoothing == null ? 0.99 : smoothing,
          momentum == null ? 0 : momentum,
          epsilon == null ? 1e-8 : epsilon);
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

    @JsonCreator
    static Adam of(@Nullable Double beta1, @Nullable Double beta2, @Nullable Double epsilon) {
      return new Adam(
          beta1 == null ? 0.9 : beta1,
          beta2 == null ? 0.999 : beta2,
          epsilon == null ? 1e-8 : epsilon);
    }
  }

  /**
   * Adam with decoupled weight decay (Loshchilov and Hutter, 2019).
   *
   * @param beta1 smoothing of the mean, in [0, 1)
   * @param beta2 smoothing of the mean square, in [0, 1)
   * @param epsilon added to the root of the mean square
   */
  record AdamW(double beta1, double beta2, double epsilon) implements OptimizerSpec {
    /** Checks the ranges. */
    public AdamW {
      requireFraction("adamw: beta1", beta1);
      requireFraction("adamw: beta2", beta2);
      requirePositive("adamw: epsilon", epsilon);
    }

    @JsonCreator
    static AdamW of(@Nullable Double beta1, @Nullable Double beta2, @Nullable Double epsilon) {
      return new AdamW(
          beta1 == null ? 0.9 : beta1,
          beta2 == null ? 0.999 : beta2,
          epsilon == null ? 1e-8 : epsilon);
    }
  }

  private static void requireFraction(String name, double value) {
    require(value >= 0 && value < 1, "%s: expected a number in [0, 1), found %s", name, value);
  }

  private static void requirePositive(String name, double value) {
    require(value > 0, "%s: expected a number above 0, found %s", name, value);
  }
}
