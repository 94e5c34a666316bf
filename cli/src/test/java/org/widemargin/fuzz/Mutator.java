package org.widemargin.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages files at random: bytes, numbers, words, pieces that are doubled, moved or lost. */
final class Mutator {
  /** What readers stumble over. */
  private static final List<String> WORDS =
      List.of(
          "null",
          "~",
          "{}",
          "[]",
          "[null]",
          "\"\"",
          "-1",
          "0",
          "010",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "1e999",
          "-1e-999",
          ".nan",
          ".inf",
          "NaN",
          "true",
          "&a ",
          "*a",
          "!!java.lang.String ",
          "../",
          "\u001b[31m",
          "\u00a0",
          "\n",
          "\r",
          "\t",
          ",",
          ";",
          "\"");

  private static final byte[][] NUMBERS = {
    {0, 0, 0, 0}, {-1, -1, -1, -1}, {127, -1, -1, -1}, {-128, 0, 0, 0}, {-1, -1, -1, 127}
  };

  private final List<byte[]> corpus;
  private final SplittableRandom random;

  Mutator(List<byte[]> corpus, long seed) {
    this.corpus = corpus;
    this.random = new SplittableRandom(seed);
  }

  byte[] next() {
    byte[] bytes = any();
    for (int left = 1 << random.nextInt(4); left > 0; left--) {
      bytes = changed(bytes);
    }
    return bytes;
  }

  private byte[] any() {
    return corpus.get(random.nextInt(corpus.size())).clone();
  }

  private byte[] changed(byte[] bytes) {
    if (bytes.length == 0) {
      return any();
    }
    int at = random.nextInt(bytes.length);
    int length = 1 + random.nextInt(Math.min(32, bytes.length - at));
    switch (random.nextInt(8)) {
      case 0 -> bytes[at] = (byte) random.nextInt(256);
      case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> {
        return spliced(bytes, at, word(), at);
      }
      case 3 -> {
        return spliced(bytes, at, word(), at + length);
      }
      case 4 -> {
        byte[] number = NUMBERS[random.nextInt(NUMBERS.length)];
        return spliced(bytes, at, number, Math.min(bytes.length, at + number.length));
      }
      case 5 -> {
        return spliced(bytes, at, new byte[0], at + length);
      }
      case 6 -> {
        return spliced(bytes, at, Arrays.copyOfRange(bytes, at, at + length), at);
      }
      default -> {
        byte[] other = any();
        int from = random.nextInt(other.length + 1);
        return spliced(bytes, at, Arrays.copyOfRange(other, from, other.length), bytes.length);
      }
    }
    return bytes;
  }

  private byte[] word() {
    return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes before one position, others, and the bytes from a further position on. */
  private static byte[] spliced(byte[] bytes, int end, byte[] middle, int resume) {
    byte[] spliced = new byte[end + middle.length + bytes.length - resume];
    System.arraycopy(bytes, 0, spliced, 0, end);
    System.arraycopy(middle, 0, spliced, end, middle.length);
    System.arraycopy(bytes, resume, spliced, end + middle.length, bytes.length - resume);
    return spliced;
  }
}
