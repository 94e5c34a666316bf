package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Kills a piece of work without warning (SIGKILL) at random moments, each time in a process of its
 * own, and asks for it again, until it ends: with the same files as if nothing had happened, and no
 * others. Then it begins anew, in another folder, until there were enough kills.
 */
final class Kills {
  private static final int FIRST_FILES_MILLISECONDS = 100;

  /** What the system reports of a process that was killed: 128 and the number of the signal. */
  private static final int KILLED = 137;

  private final KilledWork work;
  private final Path folder;
  private final long seed;
  private final SplittableRandom random;

  private int kills;
  private int rounds;
  private int atStart;

  /** Milliseconds from the start of a process to the work, and from there to the end. */
  private long untilWork;

  private long ofWork;

  Kills(KilledWork work, Path folder, long seed) {
    this.work = work;
    this.folder = folder;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Kills until it was enough.
   *
   * @return how many kills the work survived: after each it was asked for again, and ended with the
   *     outcome of unbroken work
   */
  int survived(int wanted) throws IOException, InterruptedException {
    Map<String, Object> unbroken = unbroken();
    while (kills < wanted) {
      Path round = Files.createDirectory(folder.resolve("round-" + rounds++));
      Path here = round.resolve("out");
      work.prepare(here);
      boolean ended = false;
      while (!ended && kills < wanted) {
        ended = endsBeforeItIsKilled(here);
      }
      if (!ended) {
        Program.run(work.command(here)).succeeded();
      }
      assertSame(work.outcome(here), unbroken);
      assertThat(round.toFile().list()).as("beside the folder, %s", circumstances()).hasSize(1);
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d of %d kills survived, %d of them before the work itself began; %d times to the end,"
            + " each with the files of unbroken work, bit by bit (%d files), seed %d%n",
        work.name(),
        kills,
        wanted,
        atStart,
        rounds,
        unbroken.size(),
        seed);
    return kills;
  }

  private void assertSame(Map<String, Object> found, Map<String, Object> expected) {
    assertThat(found.keySet()).as(circumstances()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, contents) ->
            assertThat(found.get(name)).as("%s, %s", name, circumstances()).isEqualTo(contents));
  }

  private String circumstances() {
    return "%s after %d kills, seed %d".formatted(work.name(), kills, seed);
  }

  /** The outcome of work that nobody kills; tells, too, how long it takes. */
  private Map<String, Object> unbroken() throws IOException, InterruptedException {
    Path here = Files.createDirectory(folder.resolve("unbroken")).resolve("out");
    work.prepare(here);
    long start = System.nanoTime();
    Process process = start(here);
    try (BufferedReader errors = errors(process)) {
      StringBuilder text = new StringBuilder();
      boolean begun = awaitWork(errors, text);
      untilWork = milliseconds(start);
      errors.lines().forEach(line -> text.append(line).append('\n'));
      assertThat(process.waitFor()).as(text.toString()).isZero();
      assertThat(begun).as("it says when the work begins: " + text).isTrue();
      ofWork = milliseconds(start) - untilWork;
    } finally {
      process.destroyForcibly();
    }
    return work.outcome(here);
  }

  /**
   * Asks for the work, and kills it: a fifth of the times before the work itself begins, as often
   * at its first files, and else at any moment of its length.
   *
   * @return whether it came to its end before it was killed
   */
  private boolean endsBeforeItIsKilled(Path here) throws IOException, InterruptedException {
    Process process = start(here);
    try (BufferedReader errors = errors(process)) {
      int kind = random.nextInt(5);
      StringBuilder text = new StringBuilder();
      long wait;
      if (kind == 0) {
        wait = random.nextLong(untilWork + 1);
      } else {
        awaitWork(errors, text);
        wait = random.nextLong(kind == 1 ? FIRST_FILES_MILLISECONDS : ofWork + 1);
      }
      if (process.waitFor(wait, TimeUnit.MILLISECONDS)) {
        assertThat(process.exitValue()).as(text.toString()).isZero();
        return true;
      }
      process.destroyForcibly();
      int status = process.waitFor();
      assertThat(status).as("%s: %s", circumstances(), text).isIn(0, KILLED);
      if (status == KILLED) {
        kills++;
        atStart += kind == 0 ? 1 : 0;
      }
      return status != KILLED;
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(Path here) throws IOException {
    return Program.process(work.command(here))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static BufferedReader errors(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
  }

  private boolean awaitWork(BufferedReader errors, StringBuilder text) throws IOException {
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      text.append(line).append('\n');
      if (work.begins(line)) {
        return true;
      }
    }
    return false;
  }

  private static long milliseconds(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
