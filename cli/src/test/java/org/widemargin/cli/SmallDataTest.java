package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.train.RunConfig;

/** Data sets with fewer samples than the defaults ask for: only what the user said is refused. */
class SmallDataTest {
  private static final String SMALL = "--model=mlp:4";

  @TempDir private Path folder;

  private Path run() {
    return folder.resolve("run");
  }

  private Path photographs(int ofEachClass) throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    for (int bright = 0; bright < 2; bright++) {
      Path images = Files.createDirectories(folder.resolve("photographs").resolve("c" + bright));
      for (int i = 0; i < ofEachClass; i++) {
        TinyData.write(images.resolve(i + ".png"), 8, bright, random);
      }
    }
    return folder.resolve("photographs");
  }

  private Path table(int rows) throws IOException {
    Path data = Files.createDirectories(folder.resolve("table"));
    StringBuilder lines = new StringBuilder("x,y,label\n");
    IntStream.range(0, rows).forEach(i -> lines.append(i + "," + i % 7 + "," + i % 2 + "\n"));
    for (String part : List.of("train", "test")) {
      Files.writeString(data.resolve(part + ".csv"), lines);
    }
    return data;
  }

  private Program.Result train(String dataset, Path data, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "--dataset=" + dataset));
    arguments.addAll(List.of("--data=" + data, "--out=" + run()));
    arguments.addAll(List.of(more));
    return Program.run(arguments);
  }

  private int validationSize() {
    Integer size = RunConfig.read(run().resolve("config.yaml")).data().validationSize();
    return size == null ? -1 : size;
  }

  @ParameterizedTest
  @CsvSource({"3, 4, 1, 2", "20, 32, 3, 8"})
  void aFewPhotographsAreEnoughForEveryCommand(int ofEach, int training, int held, int test)
      throws IOException {
    Program.Result trained = train("folder", photographs(ofEach), SMALL, "--steps=2").succeeded();
    assertThat(trained.err())
        .contains(held + " of " + training + " training samples are held out to choose");
    assertThat(validationSize()).isEqualTo(held);
    Program.Result distance = Program.run("distance", run().toString(), "--layers=input");
    assertThat(distance.succeeded().err()).contains("measuring all " + test + " test samples");
    assertThat(distance.out()).contains("distances of " + test + " test samples");
    Program.run("evaluate", run().toString(), "--epsilons=0.1").succeeded();
    Program.Result attack =
        Program.run(
            "attack", run().toString(), "--attack=fgsm", "--eps=0.1", "--norm=linf", "--nearest=0");
    assertThat(attack.succeeded().err())
        .as("what is read is told here too")
        .contains("there is no folder to test on");
    Program.Result transfer =
        Program.run(
            "transfer", run().toString(), "--attack=fgsm", "--eps=0.1", "--out=" + folder + "/t");
    assertThat(transfer.succeeded().err()).containsOnlyOnce("there is no folder to test on");
  }

  @Test
  void aRunOnFewPhotographsIsContinuedOnTheSameParts() throws IOException {
    Path data = photographs(10);
    train("folder", data, SMALL, "--steps=2").succeeded();
    Program.Result more = train("folder", data, "--resume", "--steps=4").succeeded();
    assertThat(more.err()).doesNotContain("to choose the best checkpoint by");
    assertThat(validationSize()).isEqualTo(1);
  }

  @Test
  void aSmallTableIsEnough() throws IOException {
    train("csv", table(30), SMALL, "--steps=2").succeeded();
    assertThat(validationSize()).isEqualTo(3);
    Program.run("distance", run().toString()).succeeded();
  }

  @Test
  void whatTheUserSaidIsRefused() throws IOException {
    Path data = photographs(3);
    assertThat(train("folder", data, SMALL, "--validation-size=4").err())
        .contains("expected a validation size from 1 to 3, found 4");
    train("folder", data, SMALL, "--steps=2").succeeded();
    Program.Result distance = Program.run("distance", run().toString(), "--samples=3");
    assertThat(distance.status()).isEqualTo(2);
    assertThat(distance.err()).contains("expected --samples from 1 to 2");
  }
}
