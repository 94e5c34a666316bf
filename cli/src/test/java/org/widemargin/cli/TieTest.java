package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that cannot tell classes apart is right on nothing, whichever command asks. */
class TieTest {
  @TempDir private Path folder;

  /**
   * Biases begin at 0, so black images give equal logits; in float32 a rate of 1e-60 is none, so
   * that they stay equal.
   */
  private Program.Result train() throws IOException {
    for (String part : List.of("train", "test")) {
      for (String name : TinyData.CLASSES) {
        Path images = Files.createDirectories(folder.resolve("data").resolve(part).resolve(name));
        for (int i = 0; i < 8; i++) {
          BufferedImage black = new BufferedImage(6, 6, BufferedImage.TYPE_BYTE_GRAY);
          ImageIO.write(black, "png", images.resolve(i + ".png").toFile());
        }
      }
    }
    return Program.run(
            TinyData.train(
                folder.resolve("data"),
                folder.resolve("run"),
                "--loss=cross-entropy",
                "--learning-rate=1e-60",
                "--json"))
        .succeeded();
  }

  @Test
  void isWrongInEveryCommand() throws IOException {
    JsonNode trained = train().json();
    assertThat(trained.path("validation-accuracy").asDouble(-1)).isZero();
    assertThat(trained.path("test-accuracy").path("best").asDouble(-1)).isZero();
    assertThat(trained.path("test-accuracy").path("last").asDouble(-1)).isZero();

    String run = folder.resolve("run").toString();
    JsonNode evaluated =
        Program.run("evaluate", run, "--epsilons=0.1", "--json").succeeded().json();
    assertThat(evaluated.path("clean").asDouble(-1)).isZero();
    for (String column : List.of("noise", "fgsm", "ifgsm", "margin-attack")) {
      assertThat(evaluated.path(column).path("0.1").asDouble(-1)).as(column).isZero();
    }

    JsonNode attacked =
        Program.run("attack", run, "--attack=fgsm", "--eps=0.1", "--json").succeeded().json();
    assertThat(attacked.path("clean").asDouble(-1)).isZero();
    assertThat(attacked.path("robust").asDouble(-1)).isZero();

    JsonNode transferred =
        Program.run(
                "transfer",
                run,
                "--attack=fgsm",
                "--eps=0.1",
                "--out=" + folder.resolve("transfer"),
                "--json")
            .succeeded()
            .json();
    assertThat(transferred.path("clean").path("run").asDouble(-1)).isZero();
    assertThat(
            transferred
                .path("matrices")
                .get(0)
                .path("accuracy")
                .path("run")
                .path("run")
                .asDouble(-1))
        .isZero();
  }
}
