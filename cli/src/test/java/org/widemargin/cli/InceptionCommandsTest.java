package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.file.Sha256;

/** The whole Inception v3 on images of 299 pixels, from training to the page of an attack. */
@Tag("slow")
@Timeout(3600)
class InceptionCommandsTest {
  private static final int SIDE = 320;

  /** The fewest of which evaluations tell whether the right class is among the first five. */
  private static final int CLASSES = 11;

  @TempDir private Path folder;

  @BeforeEach
  void photographs() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    for (String part : List.of("train", "val")) {
      for (int label = 0; label < CLASSES; label++) {
        Path images =
            Files.createDirectories(folder.resolve("data").resolve(part).resolve(synset(label)));
        for (int i = 0; i < 2; i++) {
          TinyData.write(images.resolve(i + ".JPEG"), SIDE + i, label % 3, random);
        }
      }
    }
  }

  private static String synset(int label) {
    return String.format(Locale.ROOT, "n%08d", label);
  }

  private void train(String out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--dataset=imagenet",
                "--data=" + folder.resolve("data"),
                "--listing-cache=" + folder.resolve("cache"),
                "--model=inception-v3",
                "--loss=margin",
                "--norm=l1",
                "--layers=input",
                "--top-k=1",
                "--gamma=1000",
                "--batch-size=2",
                "--validation-size=2",
                "--evaluate-every=1",
                "--schedule=constant",
                "--set=evaluation.distance-samples=0",
                "--out=" + folder.resolve(out)));
    arguments.addAll(Arrays.asList(more));
    Program.run(arguments).succeeded();
  }

  private String weights(String run) throws IOException {
    return Sha256.of(
        Files.readAllBytes(folder.resolve(run).resolve("checkpoints/last.safetensors")));
  }

  @Test
  void isTrainedContinuedEvaluatedAndAttacked() throws IOException {
    train("whole", "--steps=2");
    train("parts", "--steps=1");
    train("parts", "--resume", "--steps=2");
    assertThat(weights("parts")).isEqualTo(weights("whole"));
    String run = folder.resolve("whole").toString();
    assertThat(Program.run("evaluate", run, "--samples=3", "--epsilons=0.1", "--json").succeeded())
        .extracting(Program.Result::out)
        .asString()
        .contains("top-five");
    Path attacked = folder.resolve("attacked");
    Program.run(
            "attack",
            run,
            "--attack=fgsm",
            "--norm=linf",
            "--eps=0.01",
            "--samples=3",
            "--out=" + attacked)
        .succeeded();
    assertThat(attacked.resolve("index.html")).content().contains("fgsm");
    Program.run("predict", run, folder.resolve("data/val/" + synset(0) + "/0.JPEG").toString())
        .succeeded();
  }
}
