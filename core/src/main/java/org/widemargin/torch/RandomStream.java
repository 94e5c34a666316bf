package org.widemargin.torch;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Named, seeded streams of random numbers.
 *
 * <p>Every random draw of the library comes from a stream identified by the run's seed, a name that
 * says what it is for, and optionally an index (an epoch, a step, a layer). Streams with different
 * names or indices are independent, so adding a draw to one never shifts another, and the state at
 * any step is known without having stored it.
 */
public final class RandomStream {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private RandomStream() {}

  /**
   * Returns the generator of a stream.
   *
   * @param seed the run's seed
   * @param name what the numbers are for, for example {@code "shuffle"}
   * @param index an epoch, a step or a layer; 0 where there is only one stream of this name
   * @return a generator at the stream's start
   */
  public static SplittableRandom of(long seed, String name, long index) {
    return new SplittableRandom(seedOf(seed, name, index));
  }

  /**
   * Returns the seed of a stream, for generators other than Java's.
   *
   * @param seed the run's seed
   * @param name what the numbers are for
   * @param index an epoch, a step or a layer
   * @return a well-mixed 64-bit seed
   */
  public static long seedOf(long seed, String name, long index) {
    long hash = FNV_OFFSET;
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
    }
    return mix(mix(mix(hash) ^ seed) ^ index);
  }

  /**
   * Draws a share of the largest change, either way.
   *
   * @param random where the draw comes from
   * @return uniform from -1 to 1
   */
  public static double eitherWay(SplittableRandom random) {
    return 2 * random.nextDouble() - 1;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /**
   * Shuffles indices in place (Fisher and Yates).
   *
   * @param indices what to shuffle
   * @param random where the draws come from
   */
  public static void shuffle(int[] indices, SplittableRandom random) {
    for (int i = indices.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = indices[i];
      indices[i] = indices[j];
      indices[j] = swapped;
    }
  }
}
