package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.widemargin.InputException;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;

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
