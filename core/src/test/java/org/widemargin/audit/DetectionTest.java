package org.widemargin.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.error.InputException;

class DetectionTest {
  /** All pairs of a wrong and a right label. */
  private static double aurocByPairs(double[] suspicion, boolean[] wrong) {
    double won = 0;
    int pairs = 0;
    for (int i = 0; i < wrong.length; i++) {
      for (int j = 0; j < wrong.length; j++) {
        if (wrong[i] && !wrong[j]) {
          pairs++;
          won += suspicion[i] > suspicion[j] ? 1 : suspicion[i] == suspicion[j] ? 0.5 : 0;
        }
      }
    }
    return won / pairs;
  }

  /** The precision at the threshold of each wrong label, in the mean. */
  private static double precisionByThresholds(double[] suspicion, boolean[] wrong) {
    return IntStream.range(0, wrong.length)
        .filter(i -> wrong[i])
        .mapToDouble(
            i -> {
              long above =
                  IntStream.range(0, wrong.length)
                      .filter(j -> suspicion[j] >= suspicion[i])
                      .count();
              long found =
                  IntStream.range(0, wrong.length)
                      .filter(j -> wrong[j] && suspicion[j] >= suspicion[i])
                      .count();
              return found / (double) above;
            })
        .average()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 1000})
  void equalsTheSlowDefinitionsWithManyAndFewTies(int levels) {
    SplittableRandom random = new SplittableRandom(levels);
    for (int trial = 0; trial < 50; trial++) {
      int size = 2 + random.nextInt(40);
      double[] suspicion = new double[size];
      boolean[] wrong = new boolean[size];
      for (int i = 0; i < size; i++) {
        suspicion[i] = random.nextInt(levels) - levels / 2.0;
        wrong[i] = random.nextInt(4) == 0;
      }
      wrong[0] = true;
      wrong[1] = false;
      Detection found = Detection.of("gap", true, suspicion, wrong);
      assertThat(found.auroc()).isCloseTo(aurocByPairs(suspicion, wrong), within(1e-12));
      assertThat(found.averagePrecision())
          .isCloseTo(precisionByThresholds(suspicion, wrong), within(1e-12));
    }
  }

  @Test
  void isOneWhereEveryWrongLabelComesFirstAndNearNothingWhereItComesLast() {
    boolean[] wrong = {true, true, false, false, false};
    Detection best = Detection.of("gap", false, new double[] {5, 4, 3, 2, 1}, wrong);
    assertThat(best.auroc()).isEqualTo(1);
    assertThat(best.averagePrecision()).isEqualTo(1);
    assertThat(best.precisionAtWrong()).isEqualTo(1);
    Detection worst = Detection.of("gap", false, new double[] {1, 2, 3, 4, 5}, wrong);
    assertThat(worst.auroc()).isZero();
    assertThat(worst.precisionAtWrong()).isZero();
  }

  @Test
  void aSampleWithoutAScoreDoesNotCount() {
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("area", new double[] {-3, Double.NaN, 2, 1});
    columns.put("loss", new double[] {9, 1, 0, 2});
    SampleScores scores = new SampleScores(new int[] {0, 0, 0, 0}, columns);
    List<Detection> found = Detection.of(scores, new boolean[] {true, true, false, false}, true);
    assertThat(found).extracting(Detection::score).containsExactly("area", "loss");
    assertThat(found).extracting(Detection::samples).containsExactly(3, 4);
    assertThat(found).extracting(Detection::wrong).containsExactly(1, 2);
    assertThat(found).extracting(Detection::auroc).containsExactly(1.0, 0.75);
  }

  @Test
  void aScoreThatNoWrongLabelHasIsLeftOut() {
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("gap", new double[] {-3, 1, 2, 1});
    columns.put("area", new double[] {Double.NaN, 1, 2, 1});
    SampleScores scores = new SampleScores(new int[] {0, 0, 0, 0}, columns);
    assertThat(Detection.of(scores, new boolean[] {true, false, false, false}, false))
        .extracting(Detection::score)
        .containsExactly("gap");
  }

  @Test
  void needsBothKindsOfLabels() {
    assertThatThrownBy(
            () -> Detection.of("gap", true, new double[] {1, 2}, new boolean[] {true, true}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found 2 wrong of 2");
  }
}
