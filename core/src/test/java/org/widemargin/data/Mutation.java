package org.widemargin.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages bytes at random: replaced, removed, doubled or cut off. */
final class Mutation {
  private Mutation() {}

  static byte[] of(byte[] bytes, SplittableRandom random) {
    byte[] mutated = bytes.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes && mutated.length > 1; i++) {
      mutated = once(mutated, random);
    }
    return mutated;
  }

  private static byte[] once(byte[] bytes, SplittableRandom random) {
    int position = random.nextInt(bytes.length);
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(bytes, position);
      case 1 -> spliced(bytes, position, position + 1, random);
      case 2 -> spliced(bytes, position, position, random);
      default -> replaced(bytes, position, random);
    };
  }

  private static byte[] replaced(byte[] bytes, int position, SplittableRandom random) {
    byte[] mutated = bytes.clone();
    mutated[position] = (byte) random.nextInt(256);
    return mutated;
  }

  /** The bytes before one position and those from another on: one is lost, or one comes in. */
  private static byte[] spliced(byte[] bytes, int end, int resume, SplittableRandom random) {
    int inserted = resume == end ? 1 : 0;
    byte[] mutated = new byte[end + inserted + bytes.length - resume];
    System.arraycopy(bytes, 0, mutated, 0, end);
    if (inserted == 1) {
      mutated[end] = (byte) random.nextInt(256);
    }
    System.arraycopy(bytes, resume, mutated, end + inserted, bytes.length - resume);
    return mutated;
  }
}
