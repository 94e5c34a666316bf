package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.run.RunFolder;

/** Folders as ImageNet is unpacked, from training to answers. */
class ImageNetCommandsTest {
  private static final String CHANGES =
      "data.augmentation=[random-resized-crop, horizontal-flip, {brightness: {amount: 0.1}},"
          + " {saturation: {amount: 0.5}}, {contrast: {amount: 0.5}}, {hue: {amount: 0.1}}]";

  @TempDir private Path folder;

  private Path data;

  @BeforeEach
  void photographs() throws IOException {
    data = folder.resolve("data");
    SplittableRandom random = new SplittableRandom(7);
    String[] synsets = {"n01440764", "n02012849", "n03126707"};
    for (int label = 0; label < synsets.length; label++) {
      for (String part : List.of("train", "val")) {
        Path images = Files.createDirectories(data.resolve(part).resolve(synsets[label]));
        for (int i = 0; i < 8; i++) {
          TinyData.write(images.resolve(i + ".JPEG"), 20 + i, label, random);
        }
      }
    }
    Files.writeString(
        data.resolve("LOC_synset_mapping.txt"),
        "n01440764 tench, Tinca tinca\nn02012849 crane\nn03126707 crane\n");
  }

  private Program.Result train(String out, String... more) {
    List<String> arguments = new ArrayList<>(Arrays.asList(more));
    arguments.addAll(
        List.of(
            "--dataset=imagenet",
            "--image-size=12",
            "--listing-cache=" + folder.resolve("cache"),
            "--validation-size=4",
            "--evaluate-every=4",
            "--schedule=constant",
            "--set",
            CHANGES));
    return Program.run(TinyData.train(data, folder.resolve(out), arguments.toArray(String[]::new)));
  }

  private String weights(String run) throws IOException {
    return org.widemargin.file.Sha256.of(
        Files.readAllBytes(folder.resolve(run).resolve("checkpoints/last.safetensors")));
  }

  @Test
  void aRunThatIsContinuedIsTheUnbrokenOneWhateverTheWorkers() throws IOException {
    train("whole", "--steps=8", "--data-workers=0").succeeded();
    train("parts", "--steps=4", "--data-workers=3").succeeded();
    train("parts", "--resume", "--steps=8", "--data-workers=1").succeeded();
    assertThat(weights("parts")).isEqualTo(weights("whole"));
  }

  @Test
  void answersHaveReadableNames() {
    train("run", "--steps=4").succeeded();
    String run = folder.resolve("run").toString();
    String image = data.resolve("val/n02012849/3.JPEG").toString();
    Program.Result answer = Program.run("predict", run, image, "--json").succeeded();
    assertThat(answer.json().path("predictions").get(0).path("probabilities").fieldNames())
        .toIterable()
        .containsExactly("tench", "crane (n02012849)", "crane (n03126707)");
    assertThat(Program.run("evaluate", run, "--epsilons=0.1", "--json").succeeded().json())
        .anyMatch(figure -> figure.asInt() == 24);
    Program.run("attack", run, "--attack=fgsm", "--eps=0.1", "--norm=linf", "--samples=6")
        .succeeded();
  }

  @Test
  void whatCannotBeDecodedIsFatalOrLeftOutByName() throws IOException {
    Path train = Files.writeString(data.resolve("train/n01440764/words.JPEG"), "words");
    Path test = Files.writeString(data.resolve("val/n03126707/words.JPEG"), "words");
    assertThat(train("fails", "--steps=20", "--data-workers=2").err())
        .contains("words.JPEG: expected a PNG or JPEG image", "--undecodable skip");
    Program.Result skipped = train("run", "--steps=4", "--undecodable=skip").succeeded();
    assertThat(skipped.err())
        .contains("2 of 50 files cannot be decoded and are left out", train + ": ", test + ": ");
    assertThat(RunFolder.open(folder.resolve("run")).provenance().undecodable())
        .hasEntrySatisfying(
            "train",
            files -> assertThat(files).hasSize(1).first().asString().startsWith(train + ": "));
    assertThat(Files.readString(folder.resolve("run/results.json")))
        .contains("\"undecodable\"", test.toString());
    String run = folder.resolve("run").toString();
    String named = "One file of the test part cannot be decoded and is left out: " + test;
    Program.Result text = Program.run("evaluate", run, "--epsilons=0.1").succeeded();
    assertThat(text.err()).contains("2 of 50 files cannot be decoded", test.toString());
    assertThat(text.out()).contains(named);
    Program.Result json = Program.run("evaluate", run, "--epsilons=0.1", "--json").succeeded();
    assertThat(json.json().path("undecodable"))
        .singleElement()
        .satisfies(file -> assertThat(file.asText()).startsWith(test + ": "));
    assertThat(folder.resolve("run/results.json")).hasContent(json.out());
    Path out = folder.resolve("attacked");
    String[] attack = {
      "attack", run, "--attack=fgsm", "--eps=0.1", "--norm=linf", "--samples=6", "--out=" + out
    };
    assertThat(Program.run(attack).succeeded().out()).contains(named);
    assertThat(out.resolve("results.json")).content().contains("\"undecodable\"");
    assertThat(out.resolve("index.html")).content().contains(named);
  }
}
