package org.widemargin.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.error.InputException;

/** Damaged files are either refused in one line or still well-formed; nothing else ever happens. */
class SafetensorsFuzzTest {
  private static final int FILES = 2000;
  private static final String JSON_CHARACTERS = "{}[]\":,0123456789-.eE\\ \n\0tfn";

  @TempDir private Path folder;

  @Test
  void damagedFilesGiveOnlyInputExceptions() throws IOException {
    Path file = folder.resolve("damaged.safetensors");
    Safetensors.write(file, SafetensorsTest.everyType());
    byte[] whole = Files.readAllBytes(file);
    long firstSeed = new Random().nextLong();
    int refused = 0;
    for (long seed = firstSeed; seed < firstSeed + FILES; seed++) {
      Files.write(file, damage(whole, new SplittableRandom(seed)));
      try {
        refused += isRefused(file) ? 1 : 0;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(refused).as("refused files, first seed %d", firstSeed).isGreaterThan(FILES / 10);
  }

  private static boolean isRefused(Path file) {
    try {
      SafetensorsFile read = Safetensors.read(file);
      read.tensors().values().forEach(tensor -> assertThat(tensor.elementCount()).isNotNegative());
      return false;
    } catch (InputException e) {
      assertThat(e.getMessage()).hasLineCount(1).contains(file.toString());
      return true;
    }
  }

  private static byte[] damage(byte[] whole, SplittableRandom random) {
    byte[] bytes = whole.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 ->
            bytes[at] = (byte) JSON_CHARACTERS.charAt(random.nextInt(JSON_CHARACTERS.length()));
        case 3 -> bytes = Arrays.copyOf(bytes, at);
        case 4 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(16));
        default -> {
          int length = random.nextInt(Math.min(16, bytes.length - at) + 1);
          System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
        }
      }
    }
    return bytes;
  }
}
