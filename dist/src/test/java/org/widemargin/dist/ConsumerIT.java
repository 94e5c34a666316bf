package org.widemargin.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Projects of others, which know the library by one dependency. */
class ConsumerIT {
  private static final String VERSION = System.getProperty("version");
  private static final String PLATFORM = System.getProperty("platform");
  private static final Path PUBLISHED = Path.of(System.getProperty("published"));
  private static final Path CONSUMERS = Path.of("src/test/consumers");

  @TempDir private Path folder;
  private Path project;

  @BeforeEach
  void writeSource() throws IOException {
    project = Files.createDirectory(folder.resolve("project"));
    Path sources = Files.createDirectories(project.resolve("src/main/java/example"));
    Files.copy(CONSUMERS.resolve("source/example/Digits.java"), sources.resolve("Digits.java"));
  }

  private void copy(String file) throws IOException {
    Path from = CONSUMERS.resolve(file);
    Files.copy(from, project.resolve(from.getFileName()));
  }

  private ProcessBuilder maven(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Program.find("mvn").toString(),
                "-B",
                "-q",
                "-Dstyle.color=never",
                "-s",
                settings().toString(),
                "-Dmaven.repo.local=" + PUBLISHED,
                "-Dwidemargin.version=" + VERSION));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile());
    builder.environment().remove("MAVEN_OPTS");
    return builder;
  }

  /** Plugins that this build used need not be fetched again. */
  private Path settings() throws IOException {
    return Files.writeString(
        folder.resolve("settings.xml"),
        """
        <settings>
          <profiles>
            <profile>
              <id>here</id>
              <pluginRepositories>
                <pluginRepository>
                  <id>here</id>
                  <url>%s</url>
                </pluginRepository>
              </pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles>
            <activeProfile>here</activeProfile>
          </activeProfiles>
        </settings>
        """
            .formatted(
                Path.of(System.getProperty("user.home"), ".m2", "repository").toUri().toString()));
  }

  private List<String> java(List<String> classPath, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(File.pathSeparator, classPath)));
    command.addAll(List.of(arguments));
    return Program.lines(new ProcessBuilder(command).directory(folder.toFile()));
  }

  /** Trains, and asks in another process. */
  private void assertThatItWorks(List<String> classPath) throws Exception {
    assertThat(classPath)
        .filteredOn(entry -> entry.contains("pytorch-"))
        .hasSize(2)
        .filteredOn(entry -> entry.endsWith("-" + PLATFORM + ".jar"))
        .hasSize(1);
    assertThat(java(classPath, "org.widemargin.Installation"))
        .contains("widemargin         " + VERSION, "native libraries   " + PLATFORM);
    java(classPath, "example.Digits", "run");
    Path picture = Digit.one(folder.resolve("one.png"));
    assertThat(java(classPath, "example.Digits", "run", picture.toString())).endsWith("1");
  }

  @Test
  void mavenProjectTrainsAndAsks() throws Exception {
    copy("maven/pom.xml");
    Path file = folder.resolve("classpath");
    Program.lines(maven("compile", "dependency:build-classpath", "-Dmdep.outputFile=" + file));
    List<String> classPath =
        Stream.concat(
                Stream.of(project.resolve("target/classes").toString()),
                Stream.of(Files.readString(file).strip().split(File.pathSeparator)))
            .toList();
    assertThatItWorks(classPath);
  }

  /** Maven as it is on another machine; what it chooses is looked at, no archive is fetched. */
  @ParameterizedTest
  @CsvSource({"aarch64, macosx-arm64", "x86_64, macosx-x86_64"})
  void mavenChoosesForMacs(String processor, String platform) throws Exception {
    copy("maven/pom.xml");
    Path file = folder.resolve("tree");
    Program.lines(maven("dependency:tree", "-DoutputFile=" + file));
    assertThat(Files.readString(file)).doesNotContain("macosx");
    // Of another system's Java only the name is there, not its sockets: everything must be known by
    // now.
    ProcessBuilder maven = maven("-o", "dependency:tree", "-DoutputFile=" + file);
    maven.environment().put("MAVEN_OPTS", "-Dos.name=Mac -Dos.arch=" + processor);
    Program.lines(maven);
    assertThat(Files.readString(file))
        .contains(
            "org.bytedeco:pytorch:jar:" + platform,
            "org.bytedeco:openblas:jar:" + platform,
            "org.bytedeco:javacpp:jar:" + platform)
        .doesNotContain("linux");
  }

  @Test
  void gradleProjectTrainsAndAsks() throws Exception {
    assumeTrue(Program.exists("gradle"), "no gradle on PATH");
    copy("gradle/build.gradle");
    copy("gradle/settings.gradle");
    List<String> lines =
        Program.lines(
            new ProcessBuilder(
                    Program.find("gradle").toString(),
                    "--no-daemon",
                    "--offline",
                    "--gradle-user-home=" + folder.resolve("gradle"),
                    "-Ppublished=" + PUBLISHED.toUri(),
                    "-PwidemarginVersion=" + VERSION,
                    "printClasspath")
                .directory(project.toFile()));
    String classPath =
        lines.stream()
            .filter(line -> line.startsWith("classpath="))
            .map(line -> line.substring("classpath=".length()))
            .findFirst()
            .orElseThrow();
    assertThatItWorks(List.of(classPath.split(File.pathSeparator)));
  }
}
