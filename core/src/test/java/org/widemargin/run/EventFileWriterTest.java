package org.widemargin.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.error.OutputException;

class EventFileWriterTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000, 500_000_000), ZoneOffset.UTC);

  @TempDir private Path folder;

  /** The records that TensorBoard's own Python writer makes of the same events (version 2.21.0). */
  @Test
  void writesTheBytesThatTensorBoardWrites() throws IOException {
    Path path;
    try (EventFileWriter writer = EventFileWriter.create(folder, CLOCK, "host")) {
      writer.scalar("train/loss", 300, 0.25);
      writer.scalar("train/loss", 0, 0);
      path = writer.path();
    }
    assertThat(path).hasFileName("events.out.tfevents.1700000000.host");
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(path)))
        .isEqualTo(
            "1800000000000000a37f4b220900002040fc54d9411a0d627261696e2e4576656e743a322b353110"
                + "2100000000000000017becf60900002040fc54d94110ac02"
                + "2a130a110a0a747261696e2f6c6f7373150000803e0da12f0e"
                + "1e00000000000000d9dc12320900002040fc54d9412a130a110a0a747261696e2f6c6f737315"
                + "00000000ca8b8148");
  }

  @Test
  void keepsEveryValue() throws IOException {
    String longTag = "validation/" + "é".repeat(200);
    Path path;
    try (EventFileWriter writer = EventFileWriter.create(folder, CLOCK, "host")) {
      writer.scalar("a", Long.MAX_VALUE, Double.NaN);
      writer.scalar(longTag, 127, Double.NEGATIVE_INFINITY);
      writer.scalar("", 128, 0.1);
      path = writer.path();
    }
    double time = 1_700_000_000.5;
    assertThat(EventFileReader.read(path))
        .containsExactly(
            new EventFileReader.Event(time, 0, "brain.Event:2", "", 0f),
            new EventFileReader.Event(time, Long.MAX_VALUE, "", "a", Float.NaN),
            new EventFileReader.Event(time, 127, "", longTag, Float.NEGATIVE_INFINITY),
            new EventFileReader.Event(time, 128, "", "", 0.1f));
  }

  @Test
  void canBeReadWhileItIsWritten() throws IOException {
    try (EventFileWriter writer = EventFileWriter.create(folder)) {
      for (int step = 1; step <= 3; step++) {
        writer.scalar("train/accuracy", step, 1.0 / step);
        assertThat(EventFileReader.read(writer.path())).hasSize(1 + step);
      }
      assertThat(writer.path().getFileName().toString())
          .matches("events\\.out\\.tfevents\\.\\d{10}\\.[A-Za-z0-9._-]+");
    }
  }

  @Test
  void addsAFileWhenARunResumesWithinTheSecond() throws IOException {
    for (int session = 0; session < 3; session++) {
      try (EventFileWriter writer = EventFileWriter.create(folder, CLOCK, "host")) {
        writer.scalar("step", session, session);
      }
    }
    String first = "events.out.tfevents.1700000000.host";
    for (String name : List.of(first, first + ".1", first + ".2")) {
      assertThat(EventFileReader.read(folder.resolve(name))).hasSize(2);
    }
  }

  /** As where the system's clock is set back while a run is at work, or between two sessions. */
  @Test
  void aClockThatGoesBackwardsLosesNothing() throws IOException {
    Instant start = Instant.ofEpochSecond(1_700_000_000);
    List<Path> files = new ArrayList<>();
    for (int session = 0; session < 2; session++) {
      Iterator<Instant> times = Stream.iterate(start, time -> time.minusSeconds(3600)).iterator();
      InstantSource backwards = times::next;
      Clock clock = backwards.withZone(ZoneOffset.UTC);
      try (EventFileWriter writer = EventFileWriter.create(folder, clock, "host")) {
        for (int step = 1; step <= 3; step++) {
          writer.scalar("loss", step, step);
        }
        files.add(writer.path());
      }
    }
    assertThat(files).doesNotHaveDuplicates();
    for (Path file : files) {
      assertThat(EventFileReader.read(file).stream().skip(1))
          .extracting(EventFileReader.Event::step)
          .containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void readerNoticesEveryDamagedByte() throws IOException {
    Path path;
    try (EventFileWriter writer = EventFileWriter.create(folder, CLOCK, "host")) {
      path = writer.path();
    }
    byte[] whole = Files.readAllBytes(path);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 4;
      Files.write(path, damaged);
      assertThatThrownBy(() -> EventFileReader.read(path)).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void saysWhenItCannotWrite() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> EventFileWriter.create(missing, CLOCK, "host"))
        .isInstanceOf(OutputException.class)
        .hasMessageStartingWith("cannot write " + missing)
        .hasMessageEndingWith("no such file or folder");
    EventFileWriter closed = EventFileWriter.create(folder, CLOCK, "host");
    closed.close();
    closed.close();
    assertThatThrownBy(() -> closed.scalar("a", 1, 1)).isInstanceOf(IllegalStateException.class);
  }
}
