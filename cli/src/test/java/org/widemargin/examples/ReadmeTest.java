package org.widemargin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README says what compiles and runs. */
final class ReadmeTest {
  private static String example(String type, String name) throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/org/widemargin/examples", type + ".java"));
    int begin = source.indexOf("// begin of " + name + "\n");
    int start = source.indexOf('\n', begin) + 1;
    String lines = source.substring(start, source.indexOf("    // end of", start));
    return "```java\n" + lines.stripTrailing().stripIndent() + "\n```";
  }

  @Test
  void itsExamplesAreThoseCompiledHere() throws IOException {
    assertThat(Files.readString(Path.of("../README.md")))
        .contains(example("FrontDoor", "training"))
        .contains(example("FrontDoor", "prediction"));
  }

  @Test
  void exampleOfLibraryPageIsTheOneCompiledHere() throws IOException {
    assertThat(Files.readString(Path.of("../docs/library.md")))
        .contains(example("TrainWithMargin", "the loop"))
        .contains(example("FrontDoor", "the table"));
  }

  @Test
  void anotherProcessNamesDigitsOfTheTrainedRun(@TempDir Path folder) throws Exception {
    Path run = folder.resolve("digits");
    FrontDoor.train(run, 200);
    Path digit = folder.resolve("seven.png");
    ImageIO.write(enlarged(FrontDoor.digit(0)), "png", digit.toFile());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FrontDoor.class.getName(),
                run.toString(),
                digit.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(answer).startsWith("7, sure to ").contains("pixels to ");
  }

  /** A photograph has another size than what the network was trained on. */
  private static BufferedImage enlarged(BufferedImage picture) {
    int side = 3 * picture.getWidth();
    BufferedImage larger = new BufferedImage(side, side, picture.getType());
    Graphics2D drawing = larger.createGraphics();
    drawing.drawImage(picture, 0, 0, side, side, null);
    drawing.dispose();
    return larger;
  }

  @Test
  void tableIsLearnedAndAsked(@TempDir Path folder) throws IOException {
    StringBuilder table = new StringBuilder("length,width,kind\n");
    for (int i = 0; i < 60; i++) {
      table.append(i % 2 * 40 + i % 7).append(',').append(i % 5).append(',');
      table.append(i % 2 == 0 ? "small" : "large").append('\n');
    }
    Path file = Files.writeString(folder.resolve("sizes.csv"), table);
    assertThat(FrontDoor.askTable(file, folder.resolve("run"))).isEqualTo("large");
  }

  @Test
  void loopLearns() {
    double first = TrainWithMargin.train(1);
    double later = TrainWithMargin.train(25);

    assertThat(later).isLessThan(first / 2);
  }
}
