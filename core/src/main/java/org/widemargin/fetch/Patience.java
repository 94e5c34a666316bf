package org.widemargin.fetch;

import java.time.Duration;

/**
 * How long a download waits, and for what.
 *
 * @param connecting for a connection
 * @param silence for the next bytes on a connection
 * @param attempts how many connections in a row may fail without bringing any bytes
 */
public record Patience(Duration connecting, Duration silence, int attempts) {
  /** Half a minute to connect, a minute of silence, five attempts. */
  public static final Patience USUAL =
      new Patience(Duration.ofSeconds(30), Duration.ofMinutes(1), 5);

  /** Waits between two attempts. */
  @FunctionalInterface
  public interface Pause {
    /**
     * Waits.
     *
     * @param duration how long
     * @throws InterruptedException if the thread is interrupted
     */
    void sleep(Duration duration) throws InterruptedException;
  }

  /** How many seconds to wait after so many failures in a row: 1, 2, 4 and so on. */
  int secondsAfter(int failures) {
    return 1 << Math.min(failures - 1, 5);
  }
}
