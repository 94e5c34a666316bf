package org.widemargin.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.config.Json;
import org.widemargin.config.Yaml;

/**
 * Result lines and studies as commit 1fc3f4a wrote them: they are found by the identities of their
 * configurations, which keys that came since must not change.
 */
class StoredTrialsTest {
  private static final Path FOLDER = Path.of("src/test/resources/org/widemargin/study");

  static List<String> lines() throws IOException {
    return Files.readAllLines(FOLDER.resolve("results-of-1fc3f4a.jsonl"));
  }

  static Stream<Path> studies() {
    return Stream.of("attackers", "autoattack", "noisy-labels", "toy-boundary")
        .map(name -> FOLDER.resolve("studies-of-1fc3f4a").resolve(name + ".yaml"));
  }

  private static TrialResult read(String line) {
    return Json.readText(line, "results.jsonl", TrialResult.class);
  }

  private static String identity(TrialResult result) {
    return new Trial(result.method(), result.network(), result.other(), result.measurement()).id();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aLineIsWrittenAsItWasUnderItsIdentity(String line) {
    assertThat(Json.writeLine(read(line))).isEqualTo(line);
    assertThat(identity(read(line))).isEqualTo(read(line).trial());
  }

  @Test
  void everyKindOfMeasurementIsThere() throws IOException {
    assertThat(lines())
        .extracting(line -> read(line).measurement().getClass().getSimpleName())
        .contains(
            "Accuracy",
            "WhiteBox",
            "BlackBox",
            "Attacker",
            "WorstCase",
            "GaussianNoise",
            "DistanceEvolution",
            "Plane",
            "Cost");
  }

  @ParameterizedTest
  @MethodSource("studies")
  void aStudyIsWrittenAsItWas(Path file) throws IOException {
    assertThat(Yaml.write(Yaml.read(file, Study.class))).isEqualTo(Files.readString(file));
  }

  @Test
  void everyPublishedLineHasTheIdentityOfItsConfiguration() throws IOException {
    List<String> published = Files.readAllLines(Path.of("../results/results.jsonl"));
    assertThat(published).isNotEmpty();
    assertThat(published)
        .allSatisfy(line -> assertThat(identity(read(line))).isEqualTo(read(line).trial()));
  }
}
