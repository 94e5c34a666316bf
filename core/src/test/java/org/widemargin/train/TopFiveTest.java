package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** The accuracy among the five first, over steps and over a training that goes on. */
class TopFiveTest {
  /** Adds a step of two samples with twelve classes, of which one is right. */
  private static void addStep(Sums sums) {
    sums.count(1);
    try (Scope scope = Scope.open()) {
      float[] logits = new float[24];
      for (int i = 0; i < 24; i++) {
        logits[i] = i % 12;
      }
      TopFive.add(sums, Tensors.of(Device.CPU, logits, 2, 12), Tensors.labels(Device.CPU, 0, 8), 1);
    }
  }

  @Test
  void itIsTheMeanOfTheSteps() {
    Sums sums = new Sums();
    addStep(sums);
    addStep(sums);
    Map<String, Double> means = sums.means();
    assertThat(TopFive.takenFrom(means)).isEqualTo(0.5);
    assertThat(means).isEmpty();
  }

  /** A checkpoint of before the measure existed counts steps that it knows nothing about. */
  @Test
  void stepsBeforeACheckpointThatLacksItAreLeftOut() {
    Sums sums = new Sums(Map.of("loss", 30.0), 10);
    addStep(sums);
    Map<String, Double> means = sums.means();
    assertThat(TopFive.takenFrom(means)).isEqualTo(0.5);
    assertThat(means).containsOnlyKeys("loss");
  }

  /** For a day, checkpoints said how much was right and not of how many steps. */
  @Test
  void aSumThatDoesNotSayOfHowMuchIsLeftOut() {
    Sums sums = new Sums(Map.of("top5-accuracy", 2.0), 10);
    addStep(sums);
    Map<String, Double> means = sums.means();
    assertThat(TopFive.takenFrom(means)).isEqualTo(0.5);
    assertThat(means).isEmpty();
    Map<String, Double> alone = new LinkedHashMap<>(Map.of("top5-accuracy", 0.2));
    assertThat(TopFive.takenFrom(alone)).isNull();
    assertThat(alone).isEmpty();
  }
}
