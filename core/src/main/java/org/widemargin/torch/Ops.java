package org.widemargin.torch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Elementwise operators with plain numbers, per-sample reductions, indexing. */
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
  public static Tensor multiply(Tensor a, double number) {
    return a.mul(new Scalar(number));
  }

  /**
   * Divides by a number.
   *
   * @param a any tensor
   * @param number not 0
   * @return {@code a / number}
   */
  public static Tensor divide(Tensor a, double number) {
    return a.div(new Scalar(number));
  }

  /**
   * A number minus a tensor.
   *
   * @param number the number
   * @param a the tensor
   * @return {@code number - a}
   */
  public static Tensor subtractFrom(double number, Tensor a) {
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
  public static Tensor addWeighted(Tensor a, Tensor b, double weight) {
    return a.add(b, new Scalar(weight));
  }

  /**
   * Multiplies in place.
   *
   * @param a the tensor, changed
   * @param number the factor
   * @return {@code a}
   */
  public static Tensor multiplyInPlace(Tensor a, double number) {
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
  public static void addProductInPlace(Tensor a, Tensor b, Tensor c, double weight) {
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
  public static void addQuotientInPlace(Tensor a, Tensor b, Tensor c, double weight) {
    a.addcdiv_(b, c, new Scalar(weight));
  }

  /**
   * A power with a fixed exponent.
   *
   * @param a the base
   * @param exponent the exponent
   * @return {@code a ^ exponent}
   */
  public static Tensor power(Tensor a, double exponent) {
    return a.pow(new Scalar(exponent));
  }

  /**
   * Raises small elements to a bound.
   *
   * @param a the tensor
   * @param minimum the bound
   * @return {@code max(a, minimum)}; NaN stays NaN
   */
  public static Tensor atLeast(Tensor a, double minimum) {
    return a.clamp_min(new Scalar(minimum));
  }

  /**
   * Lowers large elements to a bound.
   *
   * @param a the tensor
   * @param maximum the bound
   * @return {@code min(a, maximum)}; NaN stays NaN
   */
  public static Tensor atMost(Tensor a, double maximum) {
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
  public static Tensor isAbove(Tensor a, double number) {
    return a.gt(new Scalar(number));
  }

  /**
   * Where elements equal a number.
   *
   * @param a the tensor
   * @param number the number
   * @return booleans
   */
  public static Tensor isEqual(Tensor a, double number) {
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
  public static Tensor fillWhere(Tensor a, Tensor condition, double value) {
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
   * Sums all elements of each sample.
   *
   * @param a {@code [N, ...]}
   * @return {@code [N]}
   */
  public static Tensor sumPerSample(Tensor a) {
    return a.dim() == 1 ? a : a.sum(sampleDimensions(a), false, new ScalarTypeOptional());
  }

  /**
   * The Euclidean length of each sample, by squares as they are: they may overflow or vanish.
   *
   * @param a {@code [N, ...]}, at least two dimensions
   * @return {@code [N]}
   */
  public static Tensor euclideanPerSample(Tensor a) {
    return torch.linalg_vector_norm(
        a, new Scalar(2), sampleDimensions(a), false, new ScalarTypeOptional());
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
   * The largest element of each sample.
   *
   * @param a {@code [N, ...]}
   * @return {@code [N]}; NaN where a sample holds one
   */
  public static Tensor maxPerSample(Tensor a) {
    return a.dim() == 1 ? a : a.amax(sampleDimensions(a), false);
  }

  /**
   * Shapes one number for each sample so that it multiplies that sample's elements.
   *
   * @param perSample {@code [N]}
   * @param like {@code [N, ...]}
   * @return {@code [N, 1, ...]}
   */
  public static Tensor perSample(Tensor perSample, Tensor like) {
    long[] shape = new long[Math.toIntExact(like.dim())];
    java.util.Arrays.fill(shape, 1);
    shape[0] = -1;
    return perSample.reshape(shape);
  }

  /**
   * Flattens each sample.
   *
   * @param a {@code [N, ...]}
   * @return {@code [N, D]}
   */
  public static Tensor flattenSamples(Tensor a) {
    return a.dim() == 2 ? a : a.reshape(a.size(0), -1);
  }

  /**
   * Repeats a batch as a whole.
   *
   * @param a {@code [N, ...]}
   * @param times how often
   * @return {@code [times * N, ...]}: the batch, the batch again, ...
   */
  public static Tensor repeatBatch(Tensor a, int times) {
    if (times == 1) {
      return a;
    }
    long[] repeats = new long[Math.toIntExact(a.dim())];
    java.util.Arrays.fill(repeats, 1);
    repeats[0] = times;
    return a.repeat(repeats);
  }

  /**
   * Picks one element of each row.
   *
   * @param a {@code [N, C]}
   * @param indices {@code [N]}, int64
   * @return {@code [N]}
   */
  public static Tensor pick(Tensor a, Tensor indices) {
    return a.gather(1, indices.unsqueeze(1)).squeeze(1);
  }

  /**
   * Writes one value into each row.
   *
   * @param a {@code [N, C]}
   * @param indices {@code [N]}, int64
   * @param value the value
   * @return a copy of {@code a} with {@code value} at each row's index
   */
  public static Tensor put(Tensor a, Tensor indices, double value) {
    return a.scatter(1, indices.unsqueeze(1), new Scalar(value));
  }

  /**
   * The positions of each row's largest elements, in descending order of value.
   *
   * @param a {@code [N, C]}
   * @param count how many
   * @return int64 {@code [N, count]}
   */
  public static Tensor largest(Tensor a, int count) {
    T_TensorTensor_T found = a.topk(count, 1, true, true);
    return found.get1();
  }

  /**
   * The position of each row's largest element, the first of equals.
   *
   * @param a {@code [N, C]}
   * @return int64 {@code [N]}
   */
  public static Tensor argmax(Tensor a) {
    return a.argmax(new org.bytedeco.pytorch.LongOptional(1), false);
  }

  /**
   * The positions that would sort each row in descending order, equals in their order.
   *
   * @param a {@code [N, D]}
   * @return int64 {@code [N, D]}
   */
  public static Tensor descendingOrder(Tensor a) {
    T_TensorTensor_T sorted = a.sort(new org.bytedeco.pytorch.BoolOptional(true), 1, true);
    return sorted.get1();
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

  private static long[] sampleDimensions(Tensor a) {
    long[] dimensions = new long[Math.toIntExact(a.dim()) - 1];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = i + 1L;
    }
    return dimensions;
  }
}
