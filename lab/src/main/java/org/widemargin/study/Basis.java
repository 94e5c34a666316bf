package org.widemargin.study;

import static org.widemargin.error.InputException.require;

import java.util.Comparator;

/**
 * What a result rests on beside its configuration: without it a line would outlive a change of the
 * data, or of what is measured.
 *
 * @param data the SHA-256 of the data set's contents
 * @param training the version of what training means, {@link #TRAINING} at the time
 * @param measurement the version of what the measurement means, {@link Measurement#meaning()} at
 *     the time
 */
public record Basis(String data, int training, int measurement) {
  /**
   * The version of what training means. Whoever changes training so that a configuration gives
   * another network, on purpose, raises it: everything is then trained and measured again.
   *
   * <ol>
   *   <li>Lines that state no basis.
   *   <li>A tie is wrong also where the best network of a training is chosen.
   * </ol>
   */
  public static final int TRAINING = 2;

  private static final Comparator<Basis> BY_VERSION =
      Comparator.comparingInt(Basis::training).thenComparingInt(Basis::measurement);

  /** Checks all. */
  public Basis {
    require(
        data.matches("[0-9a-f]{64}"),
        "basis: expected data as 64 hexadecimal digits, found '%s'",
        data);
    require(
        training >= 1 && measurement >= 1,
        "basis: expected versions of at least 1, found training %d and measurement %d",
        training,
        measurement);
  }

  /**
   * What a trial rests on now.
   *
   * @param data the SHA-256 of the data set's contents
   * @param measurement what is measured
   * @return the basis
   */
  public static Basis of(String data, Measurement measurement) {
    return new Basis(data, TRAINING, measurement.meaning());
  }

  /** Whether it measures by older versions than another. */
  boolean isOlderThan(Basis other) {
    return BY_VERSION.compare(this, other) < 0;
  }
}
