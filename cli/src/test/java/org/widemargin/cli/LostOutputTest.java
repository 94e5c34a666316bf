package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A result that does not arrive on standard output. */
class LostOutputTest {
  @Test
  void aFullDiskIsToldAndIsNoSuccess() throws Exception {
    File full = new File("/dev/full");
    assumeTrue(full.exists(), "only Linux has a device that is always full");
    Process process = Program.process(List.of("--version")).redirectOutput(full).start();
    assertThat(text(process.getErrorStream()).lines())
        .singleElement()
        .asString()
        .startsWith("widemargin: cannot write the result to standard output: ");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  /** The virtual machine takes long to come to the first line; the reader is gone by then. */
  @Test
  void aReaderWhoHasGoneIsToldNothing() throws Exception {
    Process process = Program.process(List.of("train", "--keys", "--out=run")).start();
    process.getInputStream().close();
    assertThat(text(process.getErrorStream())).isEmpty();
    assertThat(process.waitFor()).isEqualTo(1);
  }

  private static String text(InputStream stream) throws Exception {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }
}
