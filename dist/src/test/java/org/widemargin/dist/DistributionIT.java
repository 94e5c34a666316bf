package org.widemargin.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked in an empty folder, with a Java runtime and the system's tools alone. */
class DistributionIT {
  private static final String VERSION = System.getProperty("version");
  private static final String PLATFORM = System.getProperty("platform");

  /** What the launcher may use of the system; neither Maven nor a compiler is among them. */
  private static final List<String> TOOLS =
      List.of("sh", "cat", "dirname", "locale", "mv", "nproc", "readlink", "sed");

  @TempDir private static Path folder;
  private static Path home;

  @BeforeAll
  static void unpackBesideARuntime() throws Exception {
    Path archive = Path.of(System.getProperty("distribution"));
    Program.lines(new ProcessBuilder("unzip", "-q", archive.toString(), "-d", folder.toString()));
    home = folder.resolve(archive.getFileName().toString().replaceFirst("\\.zip$", ""));
    linkRuntime(folder.resolve("runtime"));
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : TOOLS) {
      Path script =
          Files.writeString(
              tools.resolve(tool), "#!/bin/sh\nexec %s \"$@\"\n".formatted(Program.find(tool)));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** What a package of a Java runtime holds, as opposed to that of a JDK: no tool but java. */
  private static void linkRuntime(Path runtime) {
    int status =
        ToolProvider.findFirst("jlink")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--add-modules",
                "java.se,jdk.unsupported,jdk.management,jdk.httpserver,jdk.zipfs,jdk.charsets",
                "--output",
                runtime.toString());
    assertThat(status).isZero();
  }

  private static List<String> widemargin(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/widemargin").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder program = new ProcessBuilder(command).directory(folder.toFile());
    program.environment().clear();
    program.environment().put("PATH", folder.resolve("tools").toString());
    program.environment().put("JAVA_HOME", folder.resolve("runtime").toString());
    program.environment().put("HOME", System.getProperty("user.home"));
    return Program.lines(program);
  }

  private static List<String> jars() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .sorted()
          .toList();
    }
  }

  @Test
  void nativeLibrariesAreThoseOfOnePlatform() throws Exception {
    assertThat(jars())
        .filteredOn(name -> name.startsWith("pytorch") || name.startsWith("openblas"))
        .hasSize(4)
        .filteredOn(name -> name.contains("-" + PLATFORM))
        .hasSize(2);
  }

  @Test
  void nothingOfTheTestsComesAlong() throws Exception {
    assertThat(jars()).contains("widemargin-cli.jar", "widemargin-core-" + VERSION + ".jar");
    assertThat(jars())
        .noneMatch(name -> name.matches("(junit|assertj|archunit|onnxruntime|jazzer|selenium).*"));
  }

  @Test
  void licencesComeAlong() {
    assertThat(home.resolve("LICENSE")).isNotEmptyFile();
    assertThat(home.resolve("mnist/ATTRIBUTION.md")).isNotEmptyFile();
    assertThat(home.resolve("licences")).isNotEmptyDirectory();
  }

  @Test
  void theVersionIsTold() throws Exception {
    assertThat(widemargin("--version")).first().asString().contains(VERSION);
  }

  @Test
  void aNetworkIsTrainedAndAsked() throws Exception {
    widemargin("train", "--steps", "20", "--threads", "2", "--out", "run");
    assertThat(folder.resolve("run/provenance.json"))
        .content()
        .contains(Files.readString(home.resolve("lib/commit")).strip());
    Path picture = Digit.one(folder.resolve("one.png"));
    assertThat(String.join("\n", widemargin("predict", "zoo:mnist-robust", picture.toString())))
        .contains("one.png")
        .containsPattern("\\b1\\b");
  }
}
