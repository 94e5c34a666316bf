package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.data.ReadingListener;
import org.widemargin.data.SampleShape;
import org.widemargin.error.InputException;

class TrainingDataTest {
  private static final DataSource SOURCE = TinyRuns.images(240, 60);

  private static TrainingData split(String... overrides) {
    return TrainingData.split(SOURCE, TinyRuns.config(overrides));
  }

  @Test
  void holdsOutFirstThenDraws() {
    assertThat(split().train().size()).isEqualTo(200);
    assertThat(split().validation().map(Dataset::size)).contains(40);
    assertThat(split("data.train-fraction=0.1").train().size()).isEqualTo(20);
    assertThat(split("data.train-samples=7").train().size()).isEqualTo(7);
    assertThat(split("data.train-samples=7").validation().map(Dataset::sha256))
        .isEqualTo(split().validation().map(Dataset::sha256));
    assertThat(split("data.validation-size=0").validation()).isEmpty();
  }

  /** What is left out changes no draw: the others have the same part and the same labels. */
  @Test
  void listsLeaveOutAndRelabelAfterAllDraws(@TempDir Path folder) throws IOException {
    TrainingData before = split("data.label-noise=0.5");
    int[] places = before.train().placesIn(SOURCE.train());
    Path list =
        Files.writeString(
            folder.resolve("list.csv"),
            "place,suggested\n%d,se\n%d,se\n".formatted(places[3], places[8]));
    TrainingData without = split("data.label-noise=0.5", "data.exclude='" + list + "'");
    int[] left = IntStream.range(0, 200).filter(i -> i != 3 && i != 8).toArray();
    assertThat(without.train().sha256()).isEqualTo(before.train().subset(left).sha256());
    assertThat(without.validation().map(Dataset::sha256))
        .isEqualTo(before.validation().map(Dataset::sha256));
    TrainingData relabelled = split("data.label-noise=0.5", "data.relabel='" + list + "'");
    int[] labels = before.train().labels();
    labels[3] = 3;
    labels[8] = 3;
    assertThat(relabelled.train().labels()).isEqualTo(labels);
  }

  @Test
  void aClassWithoutASampleToLearnFromIsTold(@TempDir Path folder) throws IOException {
    StringBuilder rows = new StringBuilder("x,label\n");
    for (int i = 0; i < 60; i++) {
      rows.append(i).append(',').append(i < 2 ? "rare" : i % 2 == 0 ? "even" : "odd").append('\n');
    }
    Path table = Files.writeString(folder.resolve("rows.csv"), rows);
    Path list = Files.writeString(folder.resolve("list.csv"), "place\n0\n");
    List<String> notes = new ArrayList<>();
    RunConfig config =
        RunConfig.defaults()
            .with(
                "data.dataset.name=csv",
                "data.dataset.data='" + table + "'",
                "data.validation-size=0",
                "data.exclude='" + list + "'");
    TrainingData.load(config, notes::add);
    assertThat(notes)
        .contains(
            "no sample to learn from is of 1 of the classes, since all are held out, left out or relabelled: rare");
  }

  @Test
  void aListThatLeavesNothingIsRefused(@TempDir Path folder) throws IOException {
    StringBuilder all = new StringBuilder("place\n");
    IntStream.range(0, 240).forEach(place -> all.append(place).append('\n'));
    Path list = Files.writeString(folder.resolve("all.csv"), all);
    assertThatThrownBy(() -> split("data.exclude='" + list + "'"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("leaves no sample to learn from");
  }

  private static Dataset pixels(int count) {
    int[] labels = IntStream.range(0, count).map(i -> i % 2).toArray();
    byte[] pixels = new byte[count];
    return Dataset.images(
        "pixels", new SampleShape.Image(1, 1, 1), pixels, labels, List.of("a", "b"));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "2, 1",
    "4, 1",
    "6, 1",
    "19, 1",
    "20, 2",
    "40, 4",
    "12000, 1200",
    "49999, 4999",
    "50000, 5000",
    "60000, 5000"
  })
  void withoutANumberATenthIsHeldOutAndAtMostThatOfMnist(int samples, int held) {
    DataSource source = new DataSource(pixels(samples), pixels(2));
    RunConfig config = RunConfig.defaults();
    TrainingData data = TrainingData.split(source, config);
    assertThat(data.validation().map(Dataset::size).orElse(0)).isEqualTo(held);
    assertThat(data.train().size()).isEqualTo(samples - held);
    RunConfig stated = data.stated(config);
    assertThat(stated.data().validationSize()).isEqualTo(held);
    TrainingData again = TrainingData.split(source, stated);
    assertThat(again.train().sha256()).isEqualTo(data.train().sha256());
    assertThat(again.stated(stated)).isSameAs(stated);
  }

  @Test
  void rowsOfNumbersHaveANetworkOfTheirOwnByDefault(@TempDir Path folder) throws IOException {
    RunConfig config = table(folder);
    TrainingData data = TrainingData.load(config);
    RunConfig stated = data.stated(config);
    assertThat(stated.model()).isEqualTo(ModelConfig.of("mlp:256,256"));
    assertThat(stated.model().specFor(data.train()))
        .isEqualTo(config.model().specFor(data.train()));
    assertThat(notes(config))
        .containsOnlyOnce(
            "the samples are rows of numbers (1 each): the network is mlp:256,256; --model asks for"
                + " another");
    assertThat(notes(config.with("model.name=linear"))).noneMatch(note -> note.contains("network"));
    assertThatThrownBy(() -> config.with("model.name=mnist-cnn").model().specFor(data.train()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("model 'mnist-cnn' takes images")
        .hasMessageContaining("choose mlp");
  }

  @Test
  void imagesKeepTheNetworkAndTheIdentityThatTheyHad() {
    RunConfig config = RunConfig.defaults();
    TrainingData data = TrainingData.split(new DataSource(pixels(40), pixels(2)), config);
    assertThat(data.stated(config).model()).isEqualTo(ModelConfig.of("mnist-cnn"));
    assertThat(config.deciding().model()).isEqualTo(ModelConfig.of("mnist-cnn"));
  }

  @Test
  void aNumberThatWasSaidIsRefusedWhereThereAreNotSoMany() {
    assertThatThrownBy(() -> split("data.validation-size=240"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected a validation size from 1 to 239, found 240");
  }

  @Test
  void theUserIsToldHowManyAreHeldOutUnlessTheNumberWasSaid(@TempDir Path folder)
      throws IOException {
    RunConfig config = table(folder);
    assertThat(notes(config))
        .containsOnlyOnce(
            "4 of 40 training samples are held out to choose the best checkpoint by;"
                + " --validation-size asks for another number");
    assertThat(notes(config.with("data.validation-size=4")))
        .noneMatch(note -> note.contains("held out"));
  }

  /** A table of one column and two classes. */
  private static RunConfig table(Path folder) throws IOException {
    StringBuilder table = new StringBuilder("x,label" + System.lineSeparator());
    IntStream.range(0, 40).forEach(i -> table.append(i + "," + i % 2 + System.lineSeparator()));
    for (String part : List.of("train", "test")) {
      Files.writeString(folder.resolve(part + ".csv"), table);
    }
    return RunConfig.defaults().with("data.dataset={name: csv, data: '" + folder + "'}");
  }

  private static List<String> notes(RunConfig config) {
    List<String> notes = new ArrayList<>();
    TrainingData.load(
        config,
        new ReadingListener() {
          @Override
          public void note(String note) {
            notes.add(note);
          }
        });
    return notes;
  }

  @Test
  void onlyTrainingLabelsAreMadeWrong() {
    TrainingData clean = split();
    TrainingData noisy = split("data.label-noise=0.25");
    assertThat(
            IntStream.range(0, 200)
                .filter(i -> clean.train().label(i) != noisy.train().label(i))
                .count())
        .isEqualTo(50);
    assertThat(noisy.validation().map(Dataset::sha256))
        .isEqualTo(clean.validation().map(Dataset::sha256));
    assertThat(noisy.test()).isSameAs(SOURCE.test());
  }

  @Test
  void allLossesOfOneSeedShareTheirSamplesAndWrongLabels() {
    String[] common = {"data.label-noise=0.5", "data.train-samples=30"};
    String expected = split(common).train().sha256();
    for (LossConfig.Kind kind : LossConfig.Kind.values()) {
      String word = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
      RunConfig config = TinyRuns.config(common).with("loss.kind=" + word);
      assertThat(TrainingData.split(SOURCE, config).train().sha256()).isEqualTo(expected);
    }
    assertThat(TrainingData.split(SOURCE, TinyRuns.config(common).with("seed=2")).train().sha256())
        .isNotEqualTo(expected);
  }

  @Test
  void rowsOfNumbersAreNotAugmented() {
    Dataset table = Dataset.table("table", 1, new float[50], labels(), List.of("a", "b"));
    RunConfig config = TinyRuns.config("data.augmentation=[horizontal-flip]");
    assertThatThrownBy(() -> TrainingData.split(new DataSource(table, table), config))
        .isInstanceOf(InputException.class)
        .hasMessage("table: augmentation changes images, these samples are rows of numbers");
  }

  @Test
  void huesOfGreyscaleImagesAreNotTurned() {
    assertThatThrownBy(() -> split("data.augmentation=[hue: {amount: 0.1}]"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected images of 3 channels, found 1x8x8");
  }

  private static int[] labels() {
    return IntStream.range(0, 50).map(i -> i % 2).toArray();
  }
}
