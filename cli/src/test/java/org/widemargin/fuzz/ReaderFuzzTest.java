package org.widemargin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damaged files are read, or refused in one line; nothing else ever happens. The seed is fixed, so
 * that a build says the same twice; profile {@code fuzz} looks further, by coverage.
 */
class ReaderFuzzTest {
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 10_000);
  private static final long SEED = Long.getLong("fuzz.seed", 1);

  @TempDir private Path folder;

  /** The limit on time is for a reader that never ends: a second for a thousand inputs is usual. */
  @ParameterizedTest
  @EnumSource
  void damagedFilesAreReadOrRefused(Reader reader) {
    Duration limit = Duration.ofMinutes(10).plusMillis(10L * INPUTS);
    assertTimeoutPreemptively(limit, () -> damage(reader));
  }

  private void damage(Reader reader) {
    long start = System.nanoTime();
    FuzzTarget target = new FuzzTarget(reader, folder);
    List<byte[]> corpus = Corpus.of(reader);
    int read = 0;
    for (byte[] whole : corpus) {
      read += accepts(target, whole, "of the corpus") ? 1 : 0;
    }
    assertThat(read).as("files of the corpus that are whole").isPositive();
    Mutator mutator = new Mutator(corpus, SEED);
    int refused = 0;
    for (int i = 0; i < INPUTS; i++) {
      refused += accepts(target, mutator.next(), "input " + i) ? 0 : 1;
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    System.out.printf(
        Locale.ROOT,
        "%s: %d damaged files, %d refused, the others read, seed %d, %d s%n",
        reader.folder(),
        INPUTS,
        refused,
        SEED,
        seconds);
    assertThat(refused).as("refused inputs").isBetween(INPUTS / 10, INPUTS);
  }

  private static boolean accepts(FuzzTarget target, byte[] input, String which) {
    try {
      return target.accepts(input);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(
          "%s, seed %d: %s".formatted(which, SEED, HexFormat.of().formatHex(input)), e);
    }
  }
}
