package org.widemargin.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.error.OutputException;

class TarArchiveTest {
  private static final List<ArchiveMember> MEMBERS =
      List.of(new ArchiveMember("data/a.bin", 2000), new ArchiveMember("data/names.txt", 10));
  private static final byte[] LONG = counted(1500);
  private static final byte[] SHORT = "x\ny\n".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private Path target = Path.of("");

  private static byte[] counted(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (7 * i);
    }
    return bytes;
  }

  @BeforeEach
  void makeTarget() throws IOException {
    target = Files.createDirectory(folder.resolve("target"));
  }

  private void unpack(byte[] archive) throws IOException {
    TarArchive.unpack(Files.write(folder.resolve("a.tar.gz"), archive), MEMBERS, target);
  }

  private AbstractThrowableAssert<?, ?> assertRefused(byte[] archive) {
    return assertThatThrownBy(() -> unpack(archive))
        .isInstanceOf(FetchException.class)
        .hasMessageStartingWith(folder.resolve("a.tar.gz") + ": ");
  }

  private static TarBuilder good() {
    return new TarBuilder()
        .entry("data/", '5', 0, new byte[0])
        .file("data/readme.html", LONG)
        .file("data/a.bin", LONG)
        .file("./data/names.txt", SHORT);
  }

  @Test
  void unpacksWhatIsWantedAndNothingElse() throws IOException {
    unpack(good().packed());
    assertThat(target.resolve("a.bin")).hasBinaryContent(LONG);
    assertThat(target.resolve("names.txt")).hasBinaryContent(SHORT);
    try (Stream<Path> files = Files.list(target)) {
      assertThat(files).hasSize(2);
    }
  }

  /** As the tar of this machine writes it: another program's idea of the format. */
  @ParameterizedTest
  @ValueSource(strings = {"ustar", "gnu", "v7"})
  void readsWhatTarWrites(String format) throws Exception {
    assumeTrue(Files.exists(Path.of("/bin/tar")), "needs tar");
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.write(data.resolve("a.bin"), LONG);
    Files.write(data.resolve("names.txt"), SHORT);
    Process tar =
        new ProcessBuilder("/bin/tar", "--format=" + format, "-czf", "b.tar.gz", "data")
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assumeTrue(tar.waitFor() == 0, "needs a tar that knows formats");
    TarArchive.unpack(folder.resolve("b.tar.gz"), MEMBERS, target);
    assertThat(target.resolve("a.bin")).hasBinaryContent(LONG);
    assertThat(target.resolve("names.txt")).hasBinaryContent(SHORT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "/tmp/evil", "data/../../evil", "data/a.bin/../../evil"})
  void pathsThatLeadOutsideAreOnlySkipped(String path) throws IOException {
    unpack(good().file(path, SHORT).packed());
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("evil");
    }
  }

  @ParameterizedTest
  @ValueSource(chars = {'1', '2', '3', '6'})
  void aWantedFileMustBeAPlainOne(char type) throws IOException {
    assertRefused(new TarBuilder().entry("data/a.bin", type, 0, new byte[0]).packed())
        .hasMessageContaining("data/a.bin: expected a file, found a link or the like");
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void aFileMustBeThereOnceAndNotTooLong() throws IOException {
    assertRefused(good().file("data/a.bin", SHORT).packed())
        .hasMessageContaining("data/a.bin: expected it once, found it twice");
    assertRefused(good().file("data/names.txt", SHORT).packed())
        .hasMessageContaining("found it twice");
    assertRefused(new TarBuilder().file("data/names.txt", new byte[11]).packed())
        .hasMessageContaining("data/names.txt: expected at most 10 bytes, found 11");
    assertRefused(new TarBuilder().file("data/a.bin", LONG).packed())
        .hasMessageEndingWith("expected data/names.txt in the archive, found none");
    assertRefused(new TarBuilder().packed())
        .hasMessageEndingWith("expected data/a.bin, data/names.txt in the archive, found none");
  }

  @Test
  void damageIsNamed() throws IOException {
    byte[] whole = good().packed();
    assertRefused(Arrays.copyOf(whole, whole.length / 2)).hasMessageContaining("cut short");
    assertRefused(new byte[] {1, 2, 3}).hasMessageContaining("cannot be unpacked");
    assertRefused(new byte[0]).hasMessageContaining("cut short");
    byte[] noise = new byte[512];
    Arrays.fill(noise, (byte) 'x');
    assertRefused(TarBuilder.gzipped(noise)).hasMessageContaining("the archive is damaged");
    assertRefused(TarBuilder.gzipped(new byte[] {'d', 'a', 't', 'a'}))
        .hasMessageContaining("cut short");
  }

  @Test
  void aLengthThatIsNotThereIsFoundOut() throws IOException {
    assertRefused(new TarBuilder().entry("data/a.bin", '0', 1900, SHORT).packed())
        .hasMessageContaining("cut short");
    assertRefused(new TarBuilder().entry("data/other", '0', 077777777777L, SHORT).packed())
        .hasMessageContaining("cut short");
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void aTargetThatCannotBeWrittenIsNamed() throws IOException {
    Path archive = good().writeTo(folder.resolve("a.tar.gz"));
    assertThatThrownBy(() -> TarArchive.unpack(archive, MEMBERS, folder.resolve("nowhere")))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("cannot write");
  }
}
