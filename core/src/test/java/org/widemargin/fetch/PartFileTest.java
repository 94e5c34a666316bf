package org.widemargin.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.file.JavaProcess;
import org.widemargin.file.Sha256;

@Timeout(60)
class PartFileTest {
  private static final byte[] CONTENT = "half a file".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  /** Argument: a file. Says whether it can be locked. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws IOException {
      try (FileChannel channel =
          FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
        System.out.print(channel.tryLock() == null ? "locked" : "free");
      }
    }
  }

  private String seenByAnotherProcess() throws IOException {
    Process process = JavaProcess.start(Program.class, folder.resolve("images.gz.part"));
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void theDigestIsTakenUnderTheLockAndMoreCanBeWritten() throws IOException {
    try (PartFile part = PartFile.open(folder.resolve("images.gz"))) {
      part.restart(Optional.empty());
      part.append(CONTENT, 4);
      assertThat(part.sha256()).isEqualTo(Sha256.of("half".getBytes(StandardCharsets.UTF_8)));
      assertThat(seenByAnotherProcess()).isEqualTo("locked");
      part.append(CONTENT, CONTENT.length);
      assertThat(part.length()).isEqualTo(4 + CONTENT.length);
    }
    assertThat(seenByAnotherProcess()).isEqualTo("free");
  }
}
