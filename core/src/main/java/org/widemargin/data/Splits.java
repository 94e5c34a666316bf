package org.widemargin.data;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import org.widemargin.error.InputException;
import org.widemargin.torch.RandomStream;

/** Seeded choices of samples: hold-out validation and fractions of a training set. */
public final class Splits {
  private Splits() {}

  /**
   * A training set without the samples held out of it.
   *
   * @param train the samples to learn from
   * @param validation the samples held out
   */
  public record HoldOut(Dataset train, Dataset validation) {}

  /**
   * Holds samples out for validation, drawn uniformly without regard to classes. Both parts keep
   * the order of the whole.
   *
   * @param dataset the whole
   * @param validationSize how many samples to hold out, at least 1 and fewer than there are
   * @param seed the seed of the draw
   * @return both parts
   * @throws InputException if the size is out of range
   */
  public static HoldOut holdOut(Dataset dataset, int validationSize, long seed) {
    InputException.require(
        validationSize > 0 && validationSize < dataset.size(),
        "%s: expected a validation size from 1 to %d, found %d",
        dataset.name(),
        dataset.size() - 1,
        validationSize);
    int[] order = permutation(dataset.size(), seed, "hold-out");
    int[] validation = Arrays.copyOf(order, validationSize);
    int[] train = Arrays.copyOfRange(order, validationSize, order.length);
    Arrays.sort(validation);
    Arrays.sort(train);
    return new HoldOut(dataset.subset(train), dataset.subset(validation));
  }

  /**
   * Draws a fraction of the samples. With the same seed, the smaller of two fractions lies inside
   * the larger one.
   *
   * <p>The size is rounded down, as in the paper: 0.125 % of 55 000 is 68 (section 4.2.2).
   *
   * @param dataset the whole
   * @param fraction the part to keep, above 0 and at most 1; taken as the decimal number it prints
   *     as
   * @param seed the seed of the draw
   * @return the drawn samples, in the order of the whole
   * @throws InputException if the fraction is out of range (NaN included) or leaves no sample
   */
  public static Dataset fraction(Dataset dataset, double fraction, long seed) {
    InputException.require(
        fraction > 0 && fraction <= 1,
        "%s: expected a fraction above 0 and at most 1, found %s",
        dataset.name(),
        fraction);
    int size = share(dataset.size(), fraction, RoundingMode.FLOOR);
    InputException.require(
        size > 0,
        "%s: a fraction of %s of %d leaves no sample",
        dataset.name(),
        fraction,
        dataset.size());
    return samples(dataset, size, seed);
  }

  /**
   * Draws a number of samples. With the same seed, the smaller of two draws lies inside the larger
   * one, those by {@link #fraction} included.
   *
   * @param dataset the whole
   * @param count how many samples to keep, from 1 to all
   * @param seed the seed of the draw
   * @return the drawn samples, in the order of the whole
   * @throws InputException if there are fewer than {@code count}
   */
  public static Dataset samples(Dataset dataset, int count, long seed) {
    InputException.require(
        count > 0 && count <= dataset.size(),
        "%s: expected from 1 to %d samples to keep, found %d",
        dataset.name(),
        dataset.size(),
        count);
    int[] chosen = Arrays.copyOf(permutation(dataset.size(), seed, "fraction"), count);
    Arrays.sort(chosen);
    return dataset.subset(chosen);
  }

  /** The share of a whole, in decimal arithmetic: in binary, 0.29 of 100 would be 28.999... */
  static int share(int whole, double fraction, RoundingMode rounding) {
    return BigDecimal.valueOf(fraction)
        .multiply(BigDecimal.valueOf(whole))
        .setScale(0, rounding)
        .intValueExact();
  }

  static int[] permutation(int size, long seed, String stream) {
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    RandomStream.shuffle(order, RandomStream.of(seed, stream, 0));
    return order;
  }
}
