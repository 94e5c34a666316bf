package org.widemargin.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.error.InputException;
import org.widemargin.error.OutputException;

class AtomicFilesTest {
  private static final byte[] HALF = "half of the".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void writesAndReplaces() throws IOException {
    Path file = folder.resolve("results.json");
    AtomicFiles.writeText(file, "first");
    AtomicFiles.writeText(file, "sécond");
    assertThat(file).hasContent("sécond");
    assertOnly(file);
  }

  @Test
  void givesAFileThePermissionsOfAnOrdinaryOne() throws IOException {
    Path file = folder.resolve("atomic");
    Path ordinary = Files.createFile(folder.resolve("ordinary"));
    AtomicFiles.writeText(file, "");
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(Files.getPosixFilePermissions(ordinary));
    }
    assertThat(file).isReadable().isWritable();
  }

  @Test
  void createsAFolderWithThoseItLiesInOrSaysWhyNot() throws IOException {
    Path deep = folder.resolve("a/b");
    AtomicFiles.createFolder(deep);
    AtomicFiles.createFolder(deep);
    assertThat(deep).isEmptyDirectory();
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> AtomicFiles.createFolder(file.resolve("c")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("cannot write " + file.resolve("c") + ": ");
  }

  @Test
  void leavesNothingBehindWhenTheWriterFails() throws IOException {
    Path file = folder.resolve("results.json");
    assertThatThrownBy(() -> writeHalfThen(file, new IOException("the disk broke\nsecond line")))
        .isInstanceOf(OutputException.class)
        .hasMessage("cannot write " + file + ": the disk broke");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void keepsTheOldFileWhenTheWriterFails() throws IOException {
    Path file = folder.resolve("results.json");
    AtomicFiles.writeText(file, "old");
    IllegalStateException bug = new IllegalStateException("a bug");
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    stream -> {
                      stream.write(HALF);
                      stream.flush();
                      throw bug;
                    }))
        .isSameAs(bug);
    assertThat(file).hasContent("old");
    assertOnly(file);
  }

  @Test
  void saysThatTheDiskIsFull() {
    Path file = folder.resolve("last.safetensors");
    String expected = "no space left writing " + file + ": free some space or write elsewhere";
    for (String reason :
        new String[] {
          "No space left on device", "There is not enough space on the disk", "Disk quota exceeded"
        }) {
      assertThatThrownBy(() -> writeHalfThen(file, new IOException(reason)))
          .isInstanceOf(OutputException.class)
          .hasMessage(expected);
      assertThatThrownBy(
              () -> writeHalfThen(file, new FileSystemException(file.toString(), null, reason)))
          .hasMessage(expected);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void saysWhatIsWrongWithTheTarget() {
    Path lost = folder.resolve("missing").resolve("file");
    assertThatThrownBy(() -> AtomicFiles.writeText(lost, ""))
        .isInstanceOf(OutputException.class)
        .hasMessage("cannot write " + lost + ": no such file or folder");
    assertThatThrownBy(() -> AtomicFiles.writeText(folder, ""))
        .isInstanceOf(InputException.class)
        .hasMessage("expected a file to write, found a folder: " + folder);
    assertThatThrownBy(() -> AtomicFiles.writeText(folder.getRoot(), ""))
        .isInstanceOf(InputException.class);
  }

  private static void writeHalfThen(Path file, IOException failure) {
    AtomicFiles.write(
        file,
        stream -> {
          stream.write(HALF);
          stream.flush();
          throw failure;
        });
  }

  private void assertOnly(Path file) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
