package org.widemargin.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs that the trials run. */
final class Program {
  private Program() {}

  /** Whether this machine has a tool. */
  static boolean exists(String tool) {
    return places(tool).findFirst().isPresent();
  }

  /** Where a tool is on this machine. */
  static Path find(String tool) {
    return places(tool)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("expected the tool " + tool + " on PATH"));
  }

  private static Stream<Path> places(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable);
  }

  /** The lines that a program prints, which must end well. */
  static List<String> lines(ProcessBuilder program) throws IOException, InterruptedException {
    Process process = program.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor())
        .as("%s%n%s", String.join(" ", program.command()), output)
        .isZero();
    return output.lines().toList();
  }
}
