package org.widemargin.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendedFileTest {
  @TempDir private Path folder;

  @Test
  void aRecordIsInTheFileOnceItIsWritten() throws IOException {
    Path path = folder.resolve("records");
    try (AppendedFile file = open(path)) {
      file.write(ByteBuffer.wrap(new byte[] {'a', 'b'}));
      assertThat(path).hasContent("ab");
      file.write(ByteBuffer.wrap(new byte[] {'c'}));
      assertThat(path).hasContent("abc");
    }
  }

  @Test
  void writingAfterClosingSaysWhichFileItWas() throws IOException {
    AppendedFile file = open(folder.resolve("records"));
    file.close();
    file.close();
    assertThatThrownBy(() -> file.write(ByteBuffer.wrap(new byte[1])))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(file.path() + " is closed");
  }

  private static AppendedFile open(Path path) throws IOException {
    return new AppendedFile(
        path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }
}
