package org.widemargin.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.error.OutputException;

class FoldersTest {
  @TempDir private Path parent;

  private Path filled(String name) throws IOException {
    Path folder = parent.resolve(name);
    for (int i = 0; i < 20; i++) {
      Path inner = Files.createDirectories(folder.resolve("a" + i + "/b/c"));
      Files.writeString(inner.resolve("file"), "x");
    }
    return folder;
  }

  @Test
  void allThatIsInAFolderGoesAndLinksLeadNowhere() throws IOException {
    Path elsewhere = Files.writeString(Files.createDirectory(parent.resolve("e")).resolve("f"), "");
    Path folder = filled("folder");
    Files.createSymbolicLink(folder.resolve("link"), elsewhere.getParent());
    Folders.delete(folder);
    assertThat(folder).doesNotExist();
    assertThat(elsewhere).exists();
    Folders.delete(folder);
    Folders.delete(elsewhere);
    assertThat(elsewhere).doesNotExist();
  }

  /** Each finds what others have just removed. */
  @Test
  void severalMayRemoveTheSame() throws IOException {
    for (int round = 0; round < 30; round++) {
      Path folder = filled("folder" + round);
      IntStream.range(0, 4).parallel().forEach(i -> Folders.delete(folder));
      assertThat(folder).doesNotExist();
    }
  }

  @Test
  void whatCannotBeReadIsToldInOneLine() throws IOException {
    Path folder = filled("folder");
    Path closed = folder.resolve("a7");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    try {
      assumeTrue(!Files.isReadable(closed), "needs a user who is not the administrator");
      assertThatThrownBy(() -> Folders.delete(folder))
          .isInstanceOf(OutputException.class)
          .hasMessage("cannot write " + folder + ": AccessDenied");
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
