package org.widemargin.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.widemargin.data.Dataset;
import org.widemargin.error.InputException;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class AccuracyTest {
  private static final Classifier IDENTITY = Classifier.byAutograd(Device.CPU, inputs -> inputs);

  /** The classifier hands its input on as logits, so each row is its own logits. */
  private static final Dataset ROWS =
      Dataset.table(
          "rows",
          3,
          new float[] {
            2, 1, 0, //
            0, 1, 2, //
            1, 1, 0, //
            Float.NaN, 0, 0, //
            0, 3, 1
          },
          new int[] {0, 0, 1, 0, 1},
          List.of("a", "b", "c"));

  @Test
  void countsEachSampleWhoseTrueClassLeads() {
    Accuracy accuracy = AccuracyEvaluation.of(IDENTITY, ROWS, 2);
    assertThat(accuracy.samples()).isEqualTo(5);
    assertThat(accuracy.correct()).isEqualTo(2);
    assertThat(accuracy.fraction()).isEqualTo(0.4);
    assertThat(accuracy.isCorrect(0)).isTrue();
    assertThat(accuracy.isCorrect(1)).isFalse();
    assertThat(accuracy.isCorrect(4)).isTrue();
  }

  @Test
  void aTieAndANanAreErrors() {
    Accuracy accuracy = AccuracyEvaluation.of(IDENTITY, ROWS, new int[] {2, 3}, 5);
    assertThat(accuracy.correct()).isZero();
  }

  @Test
  void chosenSamplesKeepTheirOrder() {
    Accuracy accuracy = AccuracyEvaluation.of(IDENTITY, ROWS, new int[] {1, 4}, 1);
    assertThat(accuracy.isCorrect(0)).isFalse();
    assertThat(accuracy.isCorrect(1)).isTrue();
  }

  @Test
  void whatIsRightBothHereAndThere() {
    Accuracy here = Accuracy.of(new boolean[] {true, true, false, false});
    Accuracy there = Accuracy.of(new boolean[] {true, false, true, false});
    Accuracy both = here.and(there);
    assertThat(both.samples()).isEqualTo(4);
    assertThat(both.correct()).isEqualTo(1);
    assertThat(both.isCorrect(0)).isTrue();
    assertThat(here.correct()).as("nothing is changed in place").isEqualTo(2);
    assertThatThrownBy(() -> here.and(Accuracy.of(new boolean[] {true})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same 4 samples, found 1");
  }

  @Test
  void theLeadIsNegativeByTheStrongestCompetitor() {
    try (Scope scope = Scope.open()) {
      assertThat(
              Tensors.toDoubles(
                  Decision.lead(
                      Tensors.of(Device.CPU, new float[] {2, 5, 3}, 1, 3),
                      Tensors.labels(Device.CPU, 0))))
          .containsExactly(-3);
    }
  }

  @Test
  void aBatchSizeOfZeroIsRefused() {
    assertThatThrownBy(() -> AccuracyEvaluation.of(IDENTITY, ROWS, 0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("batch size");
  }

  @Test
  void noTensorOutlivesTheEvaluation() {
    AccuracyEvaluation.of(IDENTITY, ROWS, 2);
    long before = Scope.liveObjects();
    AccuracyEvaluation.of(IDENTITY, ROWS, 2);
    assertThat(Scope.liveObjects()).isEqualTo(before);
  }
}
