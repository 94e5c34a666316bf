package org.widemargin.torch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Elementwise operators with plain numbers, which the bindings take only in wrappings. The names
 * are PyTorch's, {@code InPlace} for its trailing underscore.
 */
public final class Ops {
  private Ops() {}

  /**
   * A tensor plus a number.
   *
   * @param a the tensor
   * @param number the number
   * @return {@code a + number}
   */
  public static Tensor add(Tensor a, double number) {
    return a.add(new Scalar(number));
  }

  /**
   * A tensor times a number.
   *
   * @param a the tensor
   * @param number the number
   * @return {@code a * number}
   */
  public static Tensor mul(Tensor a, double number) {
    return a.mul(new Scalar(number));
  }

  /**
   * Divides by a number.
   *
   * @param a any tensor
   * @param number not 0
   * @return {@code a / number}
   */
  public static Tensor div(Tensor a, double number) {
    return a.div(new Scalar(number));
  }

  /**
   * A number minus a tensor.
   *
   * @param a the tensor
   * @param number the number
   * @return {@code number - a}
   */
  public static Tensor rsub(Tensor a, double number) {
    return torch.rsub(a, new Scalar(number));
  }

  /**
   * A weighted sum.
   *
   * @param a a tensor
   * @param b a tensor
   * @param weight the weight of b
   * @return {@code a + weight * b}
   */
  public static Tensor add(Tensor a, Tensor b, double weight) {
    return a.add(b, new Scalar(weight));
  }

  /**
   * Multiplies in place.
   *
   * @param a the tensor, changed
   * @param number the factor
   * @return {@code a}
   */
  public static Tensor mulInPlace(Tensor a, double number) {
    return a.mul_(new Scalar(number));
  }

  /**
   * Adds in place.
   *
   * @param a the tensor, changed to {@code a + weight * b}
   * @param b what to add
   * @param weight its weight
   */
  public static void addInPlace(Tensor a, Tensor b, double weight) {
    a.add_(b, new Scalar(weight));
  }

  /**
   * Moves towards another tensor in place (PyTorch's {@code lerp}). Where both are equal, nothing
   * changes.
   *
   * @param a the tensor, changed to {@code a + weight * (b - a)}
   * @param b where to move
   * @param weight how far, from 0 to 1
   */
  public static void lerpInPlace(Tensor a, Tensor b, double weight) {
    a.lerp_(b, new Scalar(weight));
  }

  /**
   * Adds a product in place.
   *
   * @param a the tensor, changed to {@code a + weight * b * c}
   * @param b a factor
   * @param c a factor
   * @param weight the weight of the product
   */
  public static void addcmulInPlace(Tensor a, Tensor b, Tensor c, double weight) {
    a.addcmul_(b, c, new Scalar(weight));
  }

  /**
   * Adds a quotient in place.
   *
   * @param a the tensor, changed to {@code a + weight * b / c}
   * @param b the dividend
   * @param c the divisor
   * @param weight the weight of the quotient
   */
  public static void addcdivInPlace(Tensor a, Tensor b, Tensor c, double weight) {
    a.addcdiv_(b, c, new Scalar(weight));
  }

  /**
   * A power with a fixed exponent.
   *
   * @param a the base
   * @param exponent the exponent
   * @return {@code a ^ exponent}
   */
  public static Tensor pow(Tensor a, double exponent) {
    return a.pow(new Scalar(exponent));
  }

  /**
   * Raises small elements to a bound.
   *
   * @param a the tensor
   * @param minimum the bound
   * @return {@code max(a, minimum)}; NaN stays NaN
   */
  public static Tensor clampMin(Tensor a, double minimum) {
    return a.clamp_min(new Scalar(minimum));
  }

  /**
   * Lowers large elements to a bound.
   *
   * @param a the tensor
   * @param maximum the bound
   * @return {@code min(a, maximum)}; NaN stays NaN
   */
  public static Tensor clampMax(Tensor a, double maximum) {
    return a.clamp_max(new Scalar(maximum));
  }

  /**
   * Brings elements into a range.
   *
   * @param a the tensor
   * @param minimum the lower end
   * @param maximum the upper end
   * @return {@code min(max(a, minimum), maximum)}; NaN stays NaN
   */
  public static Tensor clamp(Tensor a, double minimum, double maximum) {
    return a.clamp(
        new ScalarOptional(new Scalar(minimum)), new ScalarOptional(new Scalar(maximum)));
  }

  /**
   * Where elements are above a number.
   *
   * @param a the tensor
   * @param number the number
   * @return booleans
   */
  public static Tensor gt(Tensor a, double number) {
    return a.gt(new Scalar(number));
  }

  /**
   * Where elements are a number or above.
   *
   * @param a the tensor
   * @param number the number
   * @return booleans
   */
  public static Tensor ge(Tensor a, double number) {
    return a.ge(new Scalar(number));
  }

  /**
   * Where elements equal a number.
   *
   * @param a the tensor
   * @param number the number
   * @return booleans
   */
  public static Tensor eq(Tensor a, double number) {
    return a.eq(new Scalar(number));
  }

  /**
   * Replaces the elements where a condition holds.
   *
   * @param a the tensor
   * @param condition booleans of a broadcastable shape
   * @param value what to put there
   * @return the result
   */
  public static Tensor maskedFill(Tensor a, Tensor condition, double value) {
    return a.masked_fill(condition, new Scalar(value));
  }

  /**
   * Chooses between two tensors.
   *
   * @param condition booleans
   * @param then the elements where it holds
   * @param otherwise the elements where it does not
   * @return the choice
   */
  public static Tensor where(Tensor condition, Tensor then, Tensor otherwise) {
    return torch.where(condition, then, otherwise);
  }

  /**
   * Tells whether all elements are in a range.
   *
   * @param a any tensor
   * @param minimum the lower end
   * @param maximum the upper end
   * @return false where an element is outside or NaN
   */
  public static boolean allBetween(Tensor a, double minimum, double maximum) {
    return Tensors.toDouble(a.min()) >= minimum && Tensors.toDouble(a.max()) <= maximum;
  }

  /**
   * Tells whether every element is finite.
   *
   * @param a any tensor
   * @return false where there is a NaN or an infinity
   */
  public static boolean allFinite(Tensor a) {
    return torch.isfinite(a).all().item_bool();
  }
}
