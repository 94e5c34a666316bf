package org.widemargin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jazzer looks for inputs that reach code which no input reached before, a process for each reader.
 * Profile {@code fuzz} brings it along; {@code -Dfuzz.runs=1000000} looks longer.
 */
@Tag("fuzz")
class CoverageFuzzTest {
  private static final int RUNS = Integer.getInteger("fuzz.runs", 10_000);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void inputsThatReachMoreCodeAreReadOrRefused(Reader reader) throws Exception {
    Path found = Files.createDirectory(folder.resolve("found"));
    Path files = Files.createDirectory(folder.resolve("files"));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command(reader, found, files))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int status = process.waitFor();
    assertThat(status).as(end(log)).isZero();
    assertThat(end(log)).contains("Done " + RUNS + " runs");
  }

  private static List<String> command(Reader reader, Path found, Path files) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx1g",
        "-Djava.awt.headless=true",
        "-cp",
        System.getProperty("java.class.path"),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + FuzzTarget.class.getName(),
        "--target_args=" + reader.folder() + " " + files,
        "--instrumentation_includes=org.widemargin.**",
        "-runs=" + RUNS,
        // Seconds for one input, and megabytes of the whole process.
        "-timeout=60",
        "-rss_limit_mb=3000",
        found.toString(),
        Corpus.folder(reader).toAbsolutePath().toString());
  }

  /** What it found, if anything, stands at the end, with the input itself. */
  private static String end(Path log) throws IOException {
    List<String> lines = Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }
}
