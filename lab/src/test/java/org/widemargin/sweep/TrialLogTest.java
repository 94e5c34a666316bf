package org.widemargin.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.error.InputException;
import org.widemargin.study.Basis;
import org.widemargin.study.Measurement;
import org.widemargin.study.Trial;
import org.widemargin.study.TrialLog;
import org.widemargin.study.TrialResult;
import org.widemargin.study.TrialResult.Origin;
import org.widemargin.study.TrialResult.Value;
import org.widemargin.train.RunConfig;

class TrialLogTest {
  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("results.jsonl");
  }

  private static TrialResult result(String trial) {
    return result(trial, null);
  }

  private static TrialResult result(String trial, @Nullable Basis basis) {
    return new TrialResult(
        trial,
        "method",
        RunConfig.defaults(),
        null,
        new Measurement.WhiteBox(List.of("fgsm"), List.of(0.1), 5),
        basis,
        null,
        List.of(Value.of("test-best", Double.NaN), new Value("fgsm", 0.1, 0.5)),
        Map.of("numbers", List.of(1.0, -2.5)),
        new Origin("now", 1.5, "1", "abc", "2", "17", "Linux", "here", 2, "AVX", null, null));
  }

  @Test
  void aMissingFileHasNoLines() {
    assertThat(new TrialLog(file).refresh().all()).isEmpty();
  }

  @Test
  void linesAreReadAsTheyWereWritten() throws IOException {
    TrialLog writer = new TrialLog(file);
    writer.append(result("a"));
    writer.append(result("b"));
    assertThat(new TrialLog(file).refresh().all()).containsExactly(result("a"), result("b"));
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void onlyWhatIsNewIsRead() {
    TrialLog writer = new TrialLog(file);
    TrialLog reader = new TrialLog(file);
    writer.append(result("a"));
    assertThat(reader.refresh().all()).containsExactly(result("a"));
    writer.append(result("b"));
    assertThat(reader.all()).hasSize(1);
    assertThat(reader.refresh().all()).hasSize(2);
  }

  @Test
  void aTornLineIsPassedOverAndThenCutOff() throws IOException {
    TrialLog writer = new TrialLog(file);
    writer.append(result("a"));
    long whole = Files.size(file);
    byte[] torn = Files.readAllBytes(file);
    // Whatever byte the killed writer got to.
    for (int kept : new int[] {1, torn.length / 2, torn.length - 1}) {
      Files.write(file, Arrays.copyOf(torn, kept), StandardOpenOption.APPEND);
      assertThat(new TrialLog(file).refresh().all()).containsExactly(result("a"));
      new TrialLog(file).append(result("c" + kept));
      assertThat(new TrialLog(file).refresh().all())
          .containsExactly(result("a"), result("c" + kept));
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(whole);
      }
    }
  }

  @Test
  void aReaderThatSawATornLineReadsTheOneThatReplacesIt() throws IOException {
    TrialLog writer = new TrialLog(file);
    writer.append(result("a"));
    TrialLog reader = new TrialLog(file);
    Files.write(file, "{\"trial\":\"x".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    assertThat(reader.refresh().all()).containsExactly(result("a"));
    writer.append(result("b"));
    assertThat(reader.refresh().all()).containsExactly(result("a"), result("b"));
  }

  @Test
  void aFileOfOnlyATornLineStartsAnew() throws IOException {
    Files.writeString(file, "{\"tri");
    new TrialLog(file).append(result("a"));
    assertThat(new TrialLog(file).refresh().all()).containsExactly(result("a"));
  }

  @Test
  void aDamagedLineIsNamed() throws IOException {
    new TrialLog(file).append(result("a"));
    Files.writeString(file, "{\"trial\":1}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> new TrialLog(file).refresh())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void aChangedDigitIsFoundOut() throws IOException {
    new TrialLog(file).append(result("a"));
    Files.writeString(file, Files.readString(file).replace("-2.5", "-2.4"));
    assertThatThrownBy(() -> new TrialLog(file).refresh())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 1: expected a line with the checksum");
  }

  private static TrialResult on(Basis basis) {
    return result(result("").asTrial().id(basis), basis);
  }

  private static final String DATA = "0".repeat(64);
  private static final String OTHER_DATA = "1".repeat(64);

  @Test
  void whoOnlyLooksFindsTheNewestVersion() {
    TrialLog log = new TrialLog(file);
    Trial trial = result("").asTrial();
    for (Basis basis :
        List.of(new Basis(DATA, 2, 2), new Basis(DATA, 1, 3), new Basis(DATA, 2, 1))) {
      log.append(on(basis));
    }
    log.append(result(trial.id()));
    assertThat(log.refresh().all()).hasSize(4);
    assertThat(log.find(trial)).contains(on(new Basis(DATA, 2, 2)));
    log.append(on(new Basis(OTHER_DATA, 2, 2)));
    assertThat(log.refresh().find(trial)).contains(on(new Basis(OTHER_DATA, 2, 2)));
  }

  @Test
  void whoMeasuresFindsOnlyWhatRestsOnTheSame() {
    TrialLog log = new TrialLog(file);
    Trial trial = result("").asTrial();
    log.append(result(trial.id()));
    log.append(on(new Basis(DATA, 2, 1)));
    log.refresh();
    assertThat(log.on(any -> new Basis(DATA, 2, 1)).find(trial))
        .contains(on(new Basis(DATA, 2, 1)));
    for (Basis other :
        List.of(new Basis(OTHER_DATA, 2, 1), new Basis(DATA, 3, 1), new Basis(DATA, 2, 2))) {
      assertThat(log.on(any -> other).find(trial)).isEmpty();
    }
  }

  /** A file with a hole takes no room on the disk. */
  @Test
  void aFileThatFitsIntoNoMemoryIsRefused() throws IOException {
    Path huge = folder.resolve("huge.jsonl");
    try (FileChannel channel =
        FileChannel.open(huge, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), 3L << 30);
    }
    assertThatThrownBy(() -> new TrialLog(huge).refresh())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("huge.jsonl: expected at most 1073741824 bytes, found 3221225473");
  }
}
