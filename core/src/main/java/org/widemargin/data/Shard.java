package org.widemargin.data;

import static org.widemargin.error.InputException.require;

import java.util.Arrays;

/**
 * A part of every batch: that of one of several workers. Parts are ranges in the batch's order and
 * differ by one sample at most, so all of them together are the batch that one worker alone would
 * learn from.
 *
 * @param index which, from 0
 * @param count of how many, at least 1
 */
public record Shard(int index, int count) {
  /** All of the batch. */
  public static final Shard WHOLE = new Shard(0, 1);

  /** Checks the range. */
  public Shard {
    require(count >= 1, "expected at least one part, found %d", count);
    require(
        index >= 0 && index < count, "expected a part from 0 to %d, found %d", count - 1, index);
  }

  /**
   * Takes this part.
   *
   * @param batch samples
   * @return those from {@code index * n / count} on, before {@code (index + 1) * n / count}
   */
  public int[] of(int[] batch) {
    return Arrays.copyOfRange(batch, start(index, batch.length), start(index + 1, batch.length));
  }

  private int start(int part, int samples) {
    return Math.toIntExact((long) part * samples / count);
  }
}
