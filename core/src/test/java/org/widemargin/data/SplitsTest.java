package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.error.InputException;

class SplitsTest {
  private static final Dataset WHOLE = Samples.numbered(1000, 10);

  @Test
  void heldOutSamplesAreNoTrainingSamplesAndNoneIsLost() {
    Splits.HoldOut split = Splits.holdOut(WHOLE, 150, 7);
    assertThat(split.validation().size()).isEqualTo(150);
    int[] together =
        IntStream.concat(
                Arrays.stream(Samples.numbers(split.train())),
                Arrays.stream(Samples.numbers(split.validation())))
            .sorted()
            .toArray();
    assertThat(together).isEqualTo(IntStream.range(0, 1000).toArray());
    assertThat(Samples.numbers(split.train())).isSorted();
  }

  @Test
  void samplesKeepTheirLabels() {
    Dataset validation = Splits.holdOut(WHOLE, 150, 7).validation();
    for (int i = 0; i < validation.size(); i++) {
      assertThat(validation.label(i)).isEqualTo((int) validation.sample(i)[0] % 10);
    }
  }

  @Test
  void seedAloneDecides() {
    assertThat(Splits.holdOut(WHOLE, 150, 7).validation().sha256())
        .isEqualTo(Splits.holdOut(WHOLE, 150, 7).validation().sha256())
        .isNotEqualTo(Splits.holdOut(WHOLE, 150, 8).validation().sha256());
    assertThat(Splits.fraction(WHOLE, 0.2, 7).sha256())
        .isEqualTo(Splits.fraction(WHOLE, 0.2, 7).sha256())
        .isNotEqualTo(Splits.fraction(WHOLE, 0.2, 8).sha256());
  }

  @Test
  void drawIsSpreadOverTheWhole() {
    // 500 of 1000: the first half holds 250 on average, with a standard deviation of 8.
    long below =
        Arrays.stream(Samples.numbers(Splits.fraction(WHOLE, 0.5, 3))).filter(n -> n < 500).count();
    assertThat(below).isBetween(200L, 300L);
  }

  @ParameterizedTest
  @CsvSource({
    "0.00125,55000,68",
    "0.0125,55000,687",
    "0.05,55000,2750",
    "0.1,55000,5500",
    "0.29,100,29",
    "0.57,100,57",
    "1,55000,55000",
    "0.999999,100,99"
  })
  void fractionsAreRoundedDownAsDecimals(double fraction, int whole, int expected) {
    assertThat(Splits.fraction(Samples.numbered(whole, 2), fraction, 1).size()).isEqualTo(expected);
  }

  @Test
  void smallerFractionsLieInsideLargerOnes() {
    int[] previous = {};
    for (double fraction : new double[] {0.01, 0.05, 0.3, 0.31, 0.9, 1}) {
      int[] chosen = Samples.numbers(Splits.fraction(WHOLE, fraction, 5));
      assertThat(chosen).doesNotHaveDuplicates().isSorted();
      assertThat(IntStream.of(previous).boxed()).isSubsetOf(IntStream.of(chosen).boxed().toList());
      previous = chosen;
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.0001, Double.NaN, Double.POSITIVE_INFINITY, 1e-9})
  void fractionsOutOfRangeAreRefused(double fraction) {
    assertThatThrownBy(() -> Splits.fraction(WHOLE, fraction, 1))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("numbered: ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1000, 1001})
  void sizesOutOfRangeAreRefused(int size) {
    assertThatThrownBy(() -> Splits.holdOut(WHOLE, size, 1))
        .isInstanceOf(InputException.class)
        .hasMessage("numbered: expected a validation size from 1 to 999, found " + size);
  }
}
