package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertifyCommandTest {
  @TempDir private static Path shared;
  private static Path run = Path.of("");

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    Path data = TinyData.write(shared.resolve("data"));
    run = shared.resolve("run");
    Program.run(
            TinyData.train(
                data,
                run,
                "--norm=linf",
                "--gradient=certified",
                "--top-k=0",
                "--clip=inf",
                "--steps=60",
                "--set=loss.margin.gradient.certified.radius=0.05",
                "--set=loss.radius-growth={steps: 30, warm-up-steps: 10}"))
        .succeeded();
  }

  private static Program.Result certify(String... more) {
    List<String> arguments =
        new java.util.ArrayList<>(List.of("certify", run.toString(), "--eps=0.05"));
    arguments.addAll(List.of(more));
    return Program.run(arguments);
  }

  @Test
  void provesSomeOfThoseThatAreRight() {
    JsonNode json = certify("--json", "--method=interval").succeeded().json();
    assertThat(json.path("samples").asInt()).isEqualTo(24);
    assertThat(json.path("certified").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(json.path("clean").asDouble());
    assertThat(json.path("certificates")).hasSize(24);
    assertThat(json.path("certificates").get(0).path("radius").asText()).isEqualTo("NaN");
  }

  @Test
  void keepsBothEndsOfEverySampleAndAPage() throws IOException {
    JsonNode json = certify("--out=" + folder.resolve("a"), "--json").succeeded().json();
    double clean = json.path("clean").asDouble();
    double attacked = json.path("attacked").asDouble();
    assertThat(attacked).isBetween(json.path("certified").asDouble(), clean);
    for (JsonNode sample : json.path("margins")) {
      double proved = sample.path("certificate").path("radius").asDouble(-1);
      double broken = sample.path("broken").asDouble(-1);
      assertThat(proved).isNotNegative();
      assertThat(broken).isGreaterThanOrEqualTo(proved).isFinite();
    }
    assertThat(Files.readAllLines(folder.resolve("a/certificates.jsonl"))).hasSize(24);
    assertThat(Files.readString(folder.resolve("a/index.html"))).contains("Sample by sample");
    // What is there already is told again.
    assertThat(certify("--out=" + folder.resolve("a"), "--json").succeeded().json())
        .isEqualTo(json);
  }

  /** The lines of another process that was killed while it wrote one. */
  @Test
  void goesOnAfterTheLastWholeLine() throws IOException {
    Path whole = folder.resolve("whole");
    Path broken = folder.resolve("broken");
    certify("--out=" + whole).succeeded();
    certify("--out=" + broken, "--samples=5").succeeded();
    Path lines = broken.resolve("certificates.jsonl");
    String text = Files.readString(lines);
    Files.writeString(lines, text.substring(0, text.length() - 7));
    Program.Result result = certify("--out=" + broken).succeeded();
    assertThat(result.err()).contains("4 of 24 samples are there", "24 of 24");
    assertThat(Files.readAllLines(lines).subList(0, 4)).isEqualTo(text.lines().limit(4).toList());
    assertThat(Files.readAllLines(lines))
        .hasSameSizeAs(Files.readAllLines(whole.resolve("certificates.jsonl")));
  }

  @Test
  void answersToAnotherQuestionAreNotMixed() {
    certify("--out=" + folder.resolve("a"), "--samples=2").succeeded();
    assertThat(certify("--out=" + folder.resolve("a"), "--norm=l2").refusal())
        .contains("holds another certification", "give another folder with --out");
  }
}
