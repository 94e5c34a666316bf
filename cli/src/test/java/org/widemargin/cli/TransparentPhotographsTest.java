package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.train.RunConfig;

/** Pictures of which a part is transparent, from a folder to an answer. */
class TransparentPhotographsTest {
  private static final int SIDE = 6;

  @TempDir private Path folder;

  @BeforeEach
  void photographs() throws IOException {
    for (String name : List.of("left", "right")) {
      for (int i = 0; i < 5; i++) {
        cutOut(folder.resolve("photos").resolve(name).resolve(i + ".png"), name, 5 * i, 128, 0);
      }
    }
  }

  /**
   * A picture of one level on one side and of nothing on the other.
   *
   * @param opacity of its side
   * @param elsewhere the whole pixel of the other side
   */
  private static Path cutOut(Path file, String side, int level, int opacity, int elsewhere)
      throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < SIDE * SIDE; i++) {
      boolean own = (i % SIDE < SIDE / 2) == side.equals("left");
      int pixel = opacity << 24 | level << 16 | level << 8 | level;
      image.setRGB(i % SIDE, i / SIDE, own ? pixel : elsewhere);
    }
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private Program.Result train(String... more) {
    return Program.run(
        TinyData.train(
            folder.resolve("photos"),
            folder.resolve("run"),
            Stream.concat(
                    List.of("--validation-size=0", "--image-size=6").stream(), Arrays.stream(more))
                .toArray(String[]::new)));
  }

  private String predicted(Path image, String... more) {
    Program.Result answer =
        Program.run(
            Stream.concat(
                    List.of("predict", folder.resolve("run").toString(), image.toString(), "--json")
                        .stream(),
                    Arrays.stream(more))
                .toList());
    return answer.succeeded().json().path("predictions").get(0).path("probabilities").toString();
  }

  @Test
  void theyAreRefusedWithTheOptionThatHelps() {
    Program.Result refused = train();
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err())
        .contains("10 files or folders cannot be used")
        .contains("left/3.png: expected an opaque image, found transparent pixels")
        .contains("as with --image-background white");
    assertThat(train("--image-background=sky").refusal())
        .contains("--image-background sky", "expected a colour such as white");
  }

  @Test
  void aRunKeepsTheirBackground() throws IOException {
    train("--image-background=#ffffff").succeeded();
    assertThat(RunConfig.read(folder.resolve("run/config.yaml")).data().dataset().imageBackground())
        .hasToString("white");
    Path transparent = cutOut(folder.resolve("new.png"), "left", 10, 128, 0);
    // (128 * 10 + 127 * 255) / 255 = 132 on white, and 5 on black.
    Path white = cutOut(folder.resolve("white.png"), "left", 132, 255, -1);
    Path black = cutOut(folder.resolve("black.png"), "left", 5, 255, 0xff000000);
    assertThat(predicted(transparent)).isEqualTo(predicted(white));
    assertThat(predicted(transparent, "--image-background=black"))
        .isEqualTo(predicted(black))
        .isNotEqualTo(predicted(white));
    Program.run(
            "attack",
            folder.resolve("run").toString(),
            "--attack=fgsm",
            "--eps=0.1",
            "--norm=linf",
            "--nearest=0")
        .succeeded();
    train("--resume", "--steps=32").succeeded();
    assertThat(predicted(transparent)).isEqualTo(predicted(white));
  }

  @Test
  void aRunWithoutOneCanBeGivenOneForAPicture() throws IOException {
    for (String name : List.of("left", "right")) {
      for (int i = 0; i < 5; i++) {
        cutOut(folder.resolve("photos").resolve(name).resolve(i + ".png"), name, 5 * i, 255, -1);
      }
    }
    train().succeeded();
    Path transparent = cutOut(folder.resolve("new.png"), "left", 10, 128, 0);
    Path white = cutOut(folder.resolve("white.png"), "left", 132, 255, -1);
    String run = folder.resolve("run").toString();
    assertThat(Program.run("predict", run, transparent.toString()).refusal())
        .contains("transparent pixels", "--image-background white");
    assertThat(predicted(transparent, "--image-background=white")).isEqualTo(predicted(white));
    assertThat(Program.run("predict", run, transparent.toString(), "--image-background=grue").err())
        .contains("expected a colour such as white");
  }
}
