package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.error.InputException;

class LabelNoiseTest {
  private static final Dataset CLEAN = Samples.numbered(3000, 10);

  private static int[] changed(Dataset noisy) {
    return IntStream.range(0, CLEAN.size()).filter(i -> noisy.label(i) != CLEAN.label(i)).toArray();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0.2,600", "0.8,2400", "1,3000", "0.0001,0", "0.0005,2", "0.29,870"})
  void exactlyTheRoundedShareChanges(double fraction, int expected) {
    assertThat(changed(LabelNoise.flip(CLEAN, fraction, 11))).hasSize(expected);
  }

  @Test
  void pairsAlwaysGetTheNextClassAndTheSameSamplesAsOtherKinds() {
    Dataset pairs = LabelNoise.flip(CLEAN, 0.3, LabelNoise.Kind.PAIRS, 11);
    assertThat(changed(pairs)).isEqualTo(changed(LabelNoise.flip(CLEAN, 0.3, 11)));
    for (int i : changed(pairs)) {
      assertThat(pairs.label(i)).isEqualTo((CLEAN.label(i) + 1) % 10);
    }
  }

  @Test
  void samplesStayAsTheyAre() {
    Dataset noisy = LabelNoise.flip(CLEAN, 0.5, 11);
    assertThat(Samples.numbers(noisy)).isEqualTo(Samples.numbers(CLEAN));
  }

  @Test
  void everyOtherClassIsAboutEquallyOften() {
    Dataset noisy = LabelNoise.flip(CLEAN, 1, 11);
    int[] steps = new int[10];
    for (int i = 0; i < CLEAN.size(); i++) {
      steps[(noisy.label(i) - CLEAN.label(i) + 10) % 10]++;
    }
    assertThat(steps[0]).isZero();
    // 333 on average, standard deviation 17.
    for (int step = 1; step < 10; step++) {
      assertThat(steps[step]).isBetween(250, 420);
    }
  }

  @Test
  void twoClassesAreSwapped() {
    Dataset pair = Samples.numbered(10, 2);
    Dataset noisy = LabelNoise.flip(pair, 1, 0);
    assertThat(IntStream.range(0, 10).allMatch(i -> noisy.label(i) == 1 - pair.label(i))).isTrue();
  }

  @Test
  void moreNoiseKeepsTheWrongLabelsOfLess() {
    Dataset less = LabelNoise.flip(CLEAN, 0.2, 11);
    Dataset more = LabelNoise.flip(CLEAN, 0.6, 11);
    for (int i : changed(less)) {
      assertThat(more.label(i)).isEqualTo(less.label(i));
    }
  }

  @Test
  void seedAloneDecides() {
    assertThat(LabelNoise.flip(CLEAN, 0.3, 1).labels())
        .isEqualTo(LabelNoise.flip(CLEAN, 0.3, 1).labels())
        .isNotEqualTo(LabelNoise.flip(CLEAN, 0.3, 2).labels());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void sharesOutOfRangeAreRefused(double fraction) {
    assertThatThrownBy(() -> LabelNoise.flip(CLEAN, fraction, 1))
        .isInstanceOf(InputException.class)
        .hasMessage("numbered: expected a share of noisy labels from 0 to 1, found " + fraction);
  }
}
