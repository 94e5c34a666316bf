package org.widemargin.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.widemargin.InputException;
import org.widemargin.data.Dataset;
import org.widemargin.data.ValidRange;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class GaussianNoiseTest {
  private static final int FEATURES = 20_000;
  private static final Dataset GREY =
      Dataset.table("grey", FEATURES, half(2 * FEATURES), new int[] {0, 1}, List.of("a", "b"));

  private static float[] half(int count) {
    float[] values = new float[count];
    java.util.Arrays.fill(values, 0.5f);
    return values;
  }

  private static float[] noisy(GaussianNoise noise, int... samples) {
    try (Scope scope = Scope.open()) {
      return Tensors.toFloats(noise.noisy(GREY, samples));
    }
  }

  @Test
  void hasTheDeviationAskedFor() {
    float[] values = noisy(new GaussianNoise(0.1, Optional.empty(), 1), 0);
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value - 0.5;
      squares += (value - 0.5) * (value - 0.5);
    }
    // Five standard errors of 20 000 draws.
    assertThat(sum / FEATURES).isCloseTo(0, within(0.0036));
    assertThat(Math.sqrt(squares / FEATURES)).isCloseTo(0.1, within(0.0025));
  }

  @Test
  void isClippedToTheRange() {
    float[] values = noisy(new GaussianNoise(2, Optional.of(ValidRange.UNIT), 1), 0);
    for (float value : values) {
      assertThat(value).isBetween(0f, 1f);
    }
  }

  @Test
  void belongsToTheSample() {
    GaussianNoise noise = new GaussianNoise(0.1, Optional.empty(), 1);
    float[] both = noisy(noise, 0, 1);
    float[] second = noisy(noise, 1);
    assertThat(java.util.Arrays.copyOfRange(both, FEATURES, 2 * FEATURES)).isEqualTo(second);
    assertThat(java.util.Arrays.copyOfRange(both, 0, FEATURES)).isNotEqualTo(second);
    assertThat(noisy(new GaussianNoise(0.1, Optional.empty(), 2), 1)).isNotEqualTo(second);
  }

  @Test
  void aNegativeDeviationIsRefused() {
    assertThatThrownBy(() -> new GaussianNoise(-0.1, Optional.empty(), 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("-0.1");
  }
}
