package org.widemargin.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A folder with a small disk of its own, in memory. Only Linux's root can have one. */
record MountedFolder(Path folder) implements AutoCloseable {
  /** Mounts a disk of so many megabytes; the test is skipped where that is not allowed. */
  static MountedFolder of(Path folder, int megabytes) throws IOException, InterruptedException {
    String size = "size=" + megabytes + "m";
    String refused = run("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder.toString());
    assumeTrue(refused.isEmpty(), "no disk can be mounted here: " + refused);
    return new MountedFolder(folder);
  }

  /** Mounts it again with other options. */
  void change(String options) throws IOException, InterruptedException {
    assertThat(run("mount", "-o", "remount," + options, folder.toString())).isEmpty();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    assertThat(run("umount", folder.toString())).isEmpty();
  }

  /** What a command complains of; empty if it did what it should. */
  private static String run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    } catch (IOException e) {
      return "there is no " + command[0];
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : "status " + process.exitValue() + ": " + output.strip();
  }
}
