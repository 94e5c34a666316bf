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
  private volatile long lastNanos = System.nanoTime();
  private volatile boolean gaveUp;

  SilenceWatch(InputStream stream, Duration silence) {
    this.stream = stream;
    this.silence = silence;
    long period = Math.max(1, silence.toMillis() / CHECKS);
    this.checks = watch.scheduleWithFixedDelay(this::check, period, period, TimeUnit.MILLISECONDS);
  }

  private void check() {
    if (System.nanoTime() - lastNanos > silence.toNanos() && !gaveUp) {
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
    try {
      int count = stream.read(buffer);
      lastNanos = System.nanoTime();
      if (gaveUp) {
        throw silent(null);
      }
      return count;
    } catch (IOException e) {
      throw gaveUp ? silent(e) : e;
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
