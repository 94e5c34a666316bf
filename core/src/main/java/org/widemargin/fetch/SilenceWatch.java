package org.widemargin.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response, and gives up when nothing comes for too long: the HTTP client itself limits how
 * long it waits for the first bytes only.
 */
final class SilenceWatch implements Closeable {
  private static final int CHECKS = 4;

  private final InputStream stream;
  private final Duration silence;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "fetch-watch");
            thread.setDaemon(true);
            return thread;
          });
  private final Future<?> checks;
  private final LongSupplier clock;

  /** Whether somebody waits for bytes: time in which nobody reads is not the connection's. */
  private volatile boolean waiting;

  private volatile long sinceNanos;
  private volatile boolean gaveUp;

  SilenceWatch(InputStream stream, Duration silence) {
    this(stream, silence, System::nanoTime);
  }

  /** With a clock of the caller's. */
  SilenceWatch(InputStream stream, Duration silence, LongSupplier clock) {
    this.stream = stream;
    this.clock = clock;
    this.silence = silence;
    long period = Math.max(1, silence.toMillis() / CHECKS);
    this.checks = watch.scheduleWithFixedDelay(this::check, period, period, TimeUnit.MILLISECONDS);
  }

  /** Gives up where a reader has waited for too long. */
  void check() {
    if (waiting && clock.getAsLong() - sinceNanos > silence.toNanos() && !gaveUp) {
      gaveUp = true;
      try {
        // Wakes the thread that reads.
        stream.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Reads more.
   *
   * @return how many bytes, or -1 at the end
   * @throws IOException if the connection broke, or nothing came for too long
   */
  int read(byte[] buffer) throws IOException {
    sinceNanos = clock.getAsLong();
    waiting = true;
    try {
      int count = stream.read(buffer);
      if (gaveUp) {
        throw silent(null);
      }
      return count;
    } catch (IOException e) {
      throw gaveUp ? silent(e) : e;
    } finally {
      waiting = false;
    }
  }

  private IOException silent(@Nullable IOException cause) {
    return new IOException("nothing came for " + silence.toSeconds() + " s", cause);
  }

  @Override
  public void close() throws IOException {
    checks.cancel(true);
    watch.shutdownNow();
    stream.close();
  }
}
