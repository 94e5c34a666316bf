package org.widemargin.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final AtomicLong clock = new AtomicLong();

  /** Nothing comes from it until it is closed; then its reader is told. */
  private static final class Stalled extends InputStream {
    private Runnable whileReading = () -> {};
    private boolean closed;

    @Override
    public int read() throws IOException {
      return read(new byte[1], 0, 1);
    }

    @Override
    public int read(byte[] buffer, int from, int count) throws IOException {
      whileReading.run();
      if (closed) {
        throw new IOException("closed");
      }
      return count;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void timeInWhichNobodyReadsIsNoSilence() throws IOException {
    try (SilenceWatch watch =
        new SilenceWatch(new ByteArrayInputStream(new byte[2]), MINUTE, clock::get)) {
      assertThat(watch.read(new byte[1])).isEqualTo(1);
      clock.addAndGet(MINUTE.multipliedBy(10).toNanos());
      watch.check();
      assertThat(watch.read(new byte[1])).isEqualTo(1);
    }
  }

  @Test
  void aReaderThatWaitsTooLongIsWoken() throws IOException {
    Stalled stalled = new Stalled();
    try (SilenceWatch watch = new SilenceWatch(stalled, MINUTE, clock::get)) {
      stalled.whileReading =
          () -> {
            clock.addAndGet(MINUTE.plusSeconds(1).toNanos());
            watch.check();
          };
      assertThatThrownBy(() -> watch.read(new byte[1]))
          .isInstanceOf(IOException.class)
          .hasMessage("nothing came for 60 s");
    }
  }
}
