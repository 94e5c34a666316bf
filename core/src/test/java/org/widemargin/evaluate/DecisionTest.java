package org.widemargin.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Which samples are right, and which have their class among the first few. */
class DecisionTest {
  private static int among(int first, int label, double... logits) {
    try (Scope scope = Scope.open()) {
      Tensor batch = Tensors.of(Device.CPU, logits, 1, logits.length);
      return Decision.countAmong(batch, Tensors.labels(Device.CPU, label), first);
    }
  }

  @Test
  void theFirstFewAreThoseWithTheLargestLogits() {
    double[] logits = {0.1, 0.5, -2, 0.4, 3};
    assertThat(among(1, 4, logits)).isEqualTo(1);
    assertThat(among(1, 1, logits)).isZero();
    assertThat(among(2, 1, logits)).isEqualTo(1);
    assertThat(among(3, 0, logits)).isZero();
    assertThat(among(4, 0, logits)).isEqualTo(1);
    assertThat(among(4, 2, logits)).isZero();
    assertThat(among(5, 2, logits)).isEqualTo(1);
  }

  /** A class that is level with the true one may stand before it. */
  @Test
  void tiesCountAgainst() {
    assertThat(among(1, 0, 1, 1, 0)).isZero();
    assertThat(among(2, 0, 1, 1, 0)).isEqualTo(1);
    assertThat(among(5, 0, 2, 2, 2, 2, 2, 2, 2)).isZero();
  }

  @Test
  void aNaNIsWrongWhereverItStands() {
    assertThat(among(5, 0, 9, 1, 2, Double.NaN, 3, 4, 5)).isZero();
    assertThat(among(5, 3, 9, 1, 2, Double.NaN, 3, 4, 5)).isZero();
  }

  @Test
  void ofFewerClassesThanAreAskedForAllAreAmongTheFirst() {
    assertThat(among(5, 0, 1, 2)).isEqualTo(1);
    assertThat(among(5, 0, 1, Double.NaN)).isZero();
    assertThat(among(2, 0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)).isEqualTo(1);
  }

  @Test
  void itIsToldOfEachSample() {
    try (Scope scope = Scope.open()) {
      Tensor batch = Tensors.of(Device.CPU, new double[] {3, 2, 1, 1, 2, 3}, 2, 3);
      assertThat(Decision.among(batch, Tensors.labels(Device.CPU, 1, 0), 2))
          .containsExactly(true, false);
    }
  }

  @Test
  void theFirstOneIsTheDecisionItself() {
    SplittableRandom random = new SplittableRandom(5);
    double[] logits = random.doubles(300 * 12).map(x -> Math.floor(4 * x)).toArray();
    int[] labels = random.ints(300, 0, 12).toArray();
    try (Scope scope = Scope.open()) {
      Tensor batch = Tensors.of(Device.CPU, logits, 300, 12);
      Tensor truth = Tensors.labels(Device.CPU, labels);
      assertThat(Decision.countAmong(batch, truth, 1)).isEqualTo(Decision.count(batch, truth));
      int sorted = 0;
      for (int sample = 0; sample < 300; sample++) {
        double[] row = Arrays.copyOfRange(logits, sample * 12, (sample + 1) * 12);
        double own = row[labels[sample]];
        sorted += Arrays.stream(row).filter(x -> x >= own).count() <= 5 ? 1 : 0;
      }
      assertThat(Decision.countAmong(batch, truth, 5)).isEqualTo(sorted);
    }
  }
}
