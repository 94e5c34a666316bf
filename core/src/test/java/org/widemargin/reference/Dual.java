package org.widemargin.reference;

/**
 * A real number together with its derivatives with respect to every parameter of a network.
 *
 * <p>Arithmetic on such numbers applies the chain rule at every step (forward-mode automatic
 * differentiation), so whatever is computed from them carries its exact gradient: second-order
 * effects need nothing extra, because a hand-written backward pass over such numbers is
 * differentiated like any other arithmetic. To stop a gradient is to drop the derivatives.
 *
 * <p>Immutable. At a kink the derivative is one definite subgradient, stated at each method.
 */
public final class Dual {
  private static final double[] NO_DERIVATIVES = {};

  /** Zero, a constant. */
  public static final Dual ZERO = constant(0);

  /** One, a constant. */
  public static final Dual ONE = constant(1);

  private final double value;

  /**
   * Derivative with respect to each parameter; empty for a constant, whose derivatives are all
   * zero.
   */
  private final double[] derivatives;

  private Dual(double value, double[] derivatives) {
    this.value = value;
    this.derivatives = derivatives;
  }

  /** A number that depends on no parameter. */
  public static Dual constant(double value) {
    return new Dual(value, NO_DERIVATIVES);
  }

  /**
   * Parameter number {@code index} of {@code count}: its derivative is one with respect to itself,
   * zero otherwise.
   */
  public static Dual variable(double value, int index, int count) {
    double[] derivatives = new double[count];
    derivatives[index] = 1;
    return new Dual(value, derivatives);
  }

  /** Constants of these values. */
  public static Dual[] constants(double[] values) {
    Dual[] result = new Dual[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = constant(values[i]);
    }
    return result;
  }

  /** All parameters of a network: number i has derivative one with respect to parameter i. */
  public static Dual[] variables(double[] values) {
    Dual[] result = new Dual[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = variable(values[i], i, values.length);
    }
    return result;
  }

  /** The values without the derivatives. */
  public static double[] values(Dual[] numbers) {
    double[] result = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      result[i] = numbers[i].value;
    }
    return result;
  }

  /** The value. */
  public double value() {
    return value;
  }

  /** The derivative with respect to parameter {@code index}. */
  public double derivative(int index) {
    return derivatives.length == 0 ? 0 : derivatives[index];
  }

  /** The derivatives with respect to all {@code count} parameters, as a new array. */
  public double[] gradient(int count) {
    double[] result = new double[count];
    for (int k = 0; k < count; k++) {
      result[k] = derivative(k);
    }
    return result;
  }

  /** The same value as a constant. */
  public Dual stopGradient() {
    return constant(value);
  }

  /** The sum. */
  public Dual plus(Dual other) {
    return chainRule(value + other.value, 1, this, 1, other);
  }

  /** The sum with a constant. */
  public Dual plus(double other) {
    return chainRule(value + other, 1, this);
  }

  /** The difference. */
  public Dual minus(Dual other) {
    return chainRule(value - other.value, 1, this, -1, other);
  }

  /** The product. */
  public Dual times(Dual other) {
    return chainRule(value * other.value, other.value, this, value, other);
  }

  /** The product with a constant. */
  public Dual times(double other) {
    return chainRule(value * other, other, this);
  }

  /** The quotient. */
  public Dual dividedBy(Dual other) {
    double quotient = value / other.value;
    return chainRule(quotient, 1 / other.value, this, -quotient / other.value, other);
  }

  /** The quotient with a constant. */
  public Dual dividedBy(double other) {
    return chainRule(value / other, 1 / other, this);
  }

  /** The number with its sign changed. */
  public Dual negated() {
    return chainRule(-value, -1, this);
  }

  /** The exponential. */
  public Dual exp() {
    double result = Math.exp(value);
    return chainRule(result, result, this);
  }

  /** The natural logarithm. */
  public Dual log() {
    return chainRule(Math.log(value), 1 / value, this);
  }

  /** The square root; at 0 the derivative is infinite, so a caller treats 0 itself. */
  public Dual sqrt() {
    double result = Math.sqrt(value);
    return chainRule(result, 0.5 / result, this);
  }

  /** The absolute value; the derivative at 0 is 0. */
  public Dual abs() {
    return chainRule(Math.abs(value), Math.signum(value), this);
  }

  /**
   * This number, not negative, to a constant power; at 0 the derivative is 0 for exponents above 1.
   */
  public Dual pow(double exponent) {
    return chainRule(Math.pow(value, exponent), exponent * Math.pow(value, exponent - 1), this);
  }

  /** The positive part; the derivative at 0 is 0. */
  public Dual relu() {
    return value > 0 ? this : constant(Math.max(0, value));
  }

  /** The larger of the two; of two equal ones, this one. */
  public Dual max(Dual other) {
    return other.value > value ? other : this;
  }

  private static Dual chainRule(double value, double slope, Dual inner) {
    if (inner.derivatives.length == 0) {
      return constant(value);
    }
    double[] derivatives = new double[inner.derivatives.length];
    for (int k = 0; k < derivatives.length; k++) {
      derivatives[k] = slope * inner.derivatives[k];
    }
    return new Dual(value, derivatives);
  }

  private static Dual chainRule(double value, double slopeA, Dual a, double slopeB, Dual b) {
    if (b.derivatives.length == 0) {
      return chainRule(value, slopeA, a);
    }
    if (a.derivatives.length == 0) {
      return chainRule(value, slopeB, b);
    }
    double[] derivatives = new double[a.derivatives.length];
    for (int k = 0; k < derivatives.length; k++) {
      derivatives[k] = slopeA * a.derivatives[k] + slopeB * b.derivatives[k];
    }
    return new Dual(value, derivatives);
  }

  @Override
  public String toString() {
    return value + (derivatives.length == 0 ? "" : " with " + derivatives.length + " derivatives");
  }
}
