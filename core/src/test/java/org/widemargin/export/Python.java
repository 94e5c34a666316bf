package org.widemargin.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Python that has PyTorch, where there is one, such as that of Debian's python3-torch. */
final class Python {
  private static final Optional<Path> WITH_TORCH = find();

  private Python() {}

  static boolean hasTorch() {
    return WITH_TORCH.isPresent();
  }

  private static Optional<Path> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder, "python3"))
        .filter(Files::isExecutable)
        .filter(Python::importsTorch)
        .findFirst();
  }

  private static boolean importsTorch(Path python) {
    try {
      Process process =
          new ProcessBuilder(python.toString(), "-c", "import torch")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs a script in a folder; fails with what it said if it fails. */
  static void run(Path folder, String script, Path... onPath) throws IOException {
    Path file = Files.writeString(folder.resolve("script.py"), script);
    List<String> command =
        new ArrayList<>(List.of(WITH_TORCH.orElseThrow().toString(), file.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder
        .environment()
        .put(
            "PYTHONPATH",
            String.join(
                File.pathSeparator,
                Stream.of(onPath).map(path -> path.toAbsolutePath().toString()).toList()));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as(said).isZero();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
