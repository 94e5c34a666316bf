package org.widemargin.norm;

import static org.widemargin.error.InputException.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.error.InputException;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;

/**
 * The l_p norm, for any p from 1 to infinity, over all elements of one sample.
 *
 * @param p the exponent, at least 1; infinity for the maximum norm
 */
public record Norm(double p) {
  /** The sum of absolute values. */
  public static final Norm L1 = new Norm(1);

  /** The Euclidean norm. */
  public static final Norm L2 = new Norm(2);

  /** The maximum norm. */
  public static final Norm LINF = new Norm(Double.POSITIVE_INFINITY);

  /**
   * Of lengths up to this, and down to its inverse, no square is lost that would change a digit.
   */
  private static final double SAFE_FLOAT = 1e12;

  private static final double SAFE_DOUBLE = 1e120;

  /** Beside this, lengths below the safe range change no digit of float32. */
  private static final double NOTICEABLE = 1e-8;

  /** Checks the exponent. */
  public Norm {
    require(p >= 1, "expected a norm with p of at least 1 (1, 1.5, 2, 3, inf), found %s", p);
  }

  /**
   * Reads a norm's name.
   *
   * @param name {@code l1}, {@code l2}, {@code linf}, {@code inf}, or a number of at least 1
   * @return the norm
   * @throws InputException for anything else
   */
  public static Norm parse(String name) {
    String exponent = name.strip().toLowerCase(Locale.ROOT).replaceFirst("^l_?-?(?=[0-9i])", "");
    if (exponent.matches("\\+?\\.?inf(inity)?")) {
      return LINF;
    }
    try {
      return new Norm(Double.parseDouble(exponent));
    } catch (NumberFormatException e) {
      throw new InputException(
          "expected a norm: l1, l2, linf or a number of at least 1, found '" + name + "'", e);
    }
  }

  /** Reads a name or a bare number, which YAML and JSON do not hand over as text. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Norm read(Object scalar) {
    return parse(scalar.toString());
  }

  /**
   * The norm whose unit ball bounds linear functions on this one's: {@code 1/p + 1/q = 1} (paper,
   * equation 7).
   *
   * @return l_q
   */
  public Norm dual() {
    if (p == 1) {
      return LINF;
    }
    return Double.isInfinite(p) ? L1 : new Norm(p / (p - 1));
  }

  /**
   * The length of every sample. Differentiable; at a sample of zeros the subgradient is 0. NaN
   * where a sample holds one. For p other than 1, 2 and infinity elements are scaled by the largest
   * one first, so that no power overflows or vanishes.
   *
   * @param values {@code [N, ...]}
   * @return {@code [N]}
   */
  public Tensor perSample(Tensor values) {
    if (p == 1) {
      return PerSample.sum(values.abs());
    }
    if (p == 2 && values.dim() > 1 && !Autograd.tracked(values)) {
      Tensor length = PerSample.vectorNorm(values);
      // In most cases no square over- or underflows, and nothing needs scaling.
      if (isSafe(length, 0)) {
        return length;
      }
    }
    Tensor magnitudes = values.abs();
    Tensor largest = PerSample.amax(magnitudes);
    if (Double.isInfinite(p)) {
      return largest;
    }
    Tensor scale = nonZero(largest.detach());
    Tensor scaled = magnitudes.div(PerSample.broadcast(scale, values));
    Tensor sum = PerSample.sum(p == 2 ? scaled.mul(scaled) : Ops.pow(scaled, p));
    // A sum of 0 means a sample of zeros: its root is taken of 1 instead, away from the infinite
    // slope, and masked.
    Tensor zero = Ops.eq(sum, 0);
    Tensor root = Ops.pow(Ops.maskedFill(sum, zero, 1), 1 / p);
    return Ops.maskedFill(root.mul(scale), zero, 0);
  }

  /**
   * The length of every sample from its elements as they are, where {@link #perSample} would look
   * at the result and scale them if need be.
   *
   * @param values {@code [N, ...]}, not part of a graph
   * @return {@code [N]}, right where {@link #isSafe} says so
   */
  public Tensor unscaledPerSample(Tensor values) {
    return p == 2 && values.dim() > 1 ? PerSample.vectorNorm(values) : perSample(values);
  }

  /**
   * Whether no square that mattered over- or underflowed.
   *
   * @param lengths of any shape
   * @param added to each length by whoever asks: what is lost of lengths that are nothing beside it
   *     does not matter
   * @return whether the lengths are right
   */
  public boolean isSafe(Tensor lengths, double added) {
    double safe = ElementTypes.isFloat64(lengths) ? SAFE_DOUBLE : SAFE_FLOAT;
    return p != 2 || Ops.allBetween(lengths, added >= NOTICEABLE ? 0 : 1 / safe, safe);
  }

  /**
   * How many of one layer's units a length grows by when its elements do not: {@code D^(1/p)}.
   *
   * @param elements D
   * @return the length of a vector of ones
   */
  public double ofOnes(long elements) {
    return Double.isInfinite(p) ? 1 : Math.pow((double) elements, 1 / p);
  }

  /** {@code l1}, {@code l2}, {@code linf}, {@code l1.5}. */
  @JsonValue
  @Override
  public String toString() {
    if (Double.isInfinite(p)) {
      return "linf";
    }
    return p == Math.rint(p) ? "l" + (long) p : "l" + p;
  }

  private static Tensor nonZero(Tensor scale) {
    return Ops.maskedFill(scale, Ops.eq(scale, 0), 1);
  }
}
