package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.widemargin.config.Json;
import org.widemargin.error.InputException;

class FeatureScalingTest {
  private static final List<String> TWO = List.of("a", "b");
  private static final Dataset TRAIN =
      Dataset.table(
          "train", 3, new float[] {1, 10, 5, 3, 30, 5, 5, 80, 5}, new int[] {0, 1, 0}, TWO);

  /** Time stamps differ in digits that float32 does not have. */
  @Test
  void digitsAreKeptUntilTheyAreScaled() {
    double[] times = new double[60];
    for (int i = 0; i < times.length; i++) {
      times[i] = 1_700_000_000 + i;
    }
    int[] labels = new int[times.length];
    Dataset train = Dataset.table("times", List.of("time"), times, labels, List.of("a", "b"));
    FeatureScaling scaling = TableScaling.fit(train);
    // The mean of 0 to 59, and the deviation of 60 numbers at a distance of 1.
    assertThat(scaling.means().get(0)).isCloseTo(1_700_000_029.5, within(1e-5));
    double deviation = Math.sqrt((60.0 * 60 - 1) / 12);
    assertThat(scaling.deviations().get(0)).isCloseTo(deviation, within(1e-6));
    Dataset scaled = TableScaling.scaled(scaling, train);
    for (int i = 0; i < times.length; i++) {
      assertThat((double) scaled.sample(i)[0]).isCloseTo((i - 29.5) / deviation, within(1e-6));
    }
    assertThat(scaling.apply(new double[] {1_700_000_029.5})[0]).isCloseTo(0f, within(1e-6f));
  }

  /** Each has a spread, however small beside its numbers; a constant has none, whatever it is. */
  @Test
  void narrowColumnsAreScaledAndConstantsAreNot() {
    int count = 61;
    double[] rows = new double[3 * count];
    for (int i = 0; i < count; i++) {
      rows[3 * i] = 1_700_000_000 + i * 1e-6;
      rows[3 * i + 1] = 1.7e18 + i * 1024.0;
      rows[3 * i + 2] = 0.1;
    }
    Dataset train =
        Dataset.table("narrow", List.of("s", "ns", "constant"), rows, new int[count], TWO);
    FeatureScaling scaling = TableScaling.fit(train);
    Dataset scaled = TableScaling.scaled(scaling, train);
    for (int feature = 0; feature < 2; feature++) {
      double squares = 0;
      for (int i = 0; i < count; i++) {
        squares += Math.pow(scaled.sample(i)[feature], 2) / count;
      }
      // The first has steps of four units in the last place.
      assertThat(squares).isCloseTo(1, within(0.01));
    }
    assertThat(scaling.deviations().get(2)).isEqualTo(1);
    assertThat(scaled.sample(7)[2]).isZero();
  }

  @Test
  void whatIsNotFiniteIsNamed() {
    Dataset train =
        Dataset.table(
            "train", 2, new float[] {1, 2, 3, Float.POSITIVE_INFINITY}, new int[] {0, 1}, TWO);
    assertThatThrownBy(() -> TableScaling.fit(train))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "train: expected finite features, found Infinity in sample 1, feature 1");
  }

  @Test
  void statisticsAreThoseOfTheTrainingSet() {
    FeatureScaling scaling = TableScaling.fit(TRAIN);
    assertThat(scaling.means().get(0)).isEqualTo(3, within(1e-12));
    assertThat(scaling.means().get(1)).isEqualTo(40, within(1e-12));
    assertThat(scaling.deviations().get(0)).isEqualTo(Math.sqrt(8 / 3.0), within(1e-12));
    assertThat(scaling.deviations().get(1)).isEqualTo(Math.sqrt(2600 / 3.0), within(1e-12));
    assertThat(scaling.deviations().get(2)).as("a constant feature").isEqualTo(1);
  }

  @Test
  void scaledTrainingSetHasMeanZeroAndDeviationOne() {
    Dataset scaled = TableScaling.scaled(TableScaling.fit(TRAIN), TRAIN);
    assertThat(scaled.labels()).containsExactly(0, 1, 0);
    for (int feature = 0; feature < 2; feature++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < 3; i++) {
        sum += scaled.sample(i)[feature];
        squares += Math.pow(scaled.sample(i)[feature], 2);
      }
      assertThat(sum / 3).isCloseTo(0, within(1e-6));
      assertThat(squares / 3).isCloseTo(1, within(1e-6));
    }
    assertThat(scaled.sample(0)[2]).isZero();
  }

  @Test
  void otherSamplesAreScaledByTheTrainingStatistics() {
    FeatureScaling scaling = new FeatureScaling(List.of(1.0, -2.0), List.of(2.0, 0.5));
    assertThat(scaling.apply(new float[] {5, -1})).containsExactly(2, 2);
    Dataset test = Dataset.table("test", 2, new float[] {1, -2}, new int[] {1}, TWO);
    assertThat(TableScaling.scaled(scaling, test).sample(0)).containsExactly(0, 0);
    assertThat(test.sample(0)).as("the set before is unchanged").containsExactly(1, -2);
  }

  @Test
  void storedScalingIsReadBackEqual() {
    FeatureScaling scaling = TableScaling.fit(TRAIN);
    assertThat(Json.readText(Json.write(scaling), "scaling.json", FeatureScaling.class))
        .isEqualTo(scaling);
  }

  @Test
  void mistakesAreNamed() {
    FeatureScaling scaling = TableScaling.fit(TRAIN);
    assertThatThrownBy(() -> scaling.apply(new float[2]))
        .isInstanceOf(InputException.class)
        .hasMessage("expected samples of 3 features, as the scaling was fitted on, found 2");
    assertThatThrownBy(() -> TableScaling.fit(Samples.images(2, 2)))
        .isInstanceOf(InputException.class)
        .hasMessage("images: expected rows of features to scale, found images of shape 1x2x3");
    assertThatThrownBy(() -> new FeatureScaling(List.of(1.0), List.of(0.0)))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new FeatureScaling(List.of(Double.NaN), List.of(1.0)))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new FeatureScaling(List.of(1.0, 2.0), List.of(1.0)))
        .isInstanceOf(InputException.class);
  }
}
