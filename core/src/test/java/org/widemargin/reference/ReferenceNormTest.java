package org.widemargin.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceNormTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void normsByHand() {
    double[] vector = {3, -4, 0};
    assertThat(ReferenceNorm.norm(vector, 1)).isEqualTo(7);
    assertThat(ReferenceNorm.norm(vector, 2)).isEqualTo(5);
    assertThat(ReferenceNorm.norm(vector, INFINITY)).isEqualTo(4);
    assertThat(ReferenceNorm.norm(vector, 3)).isCloseTo(Math.cbrt(91), within(1e-15 * 5));
    assertThat(ReferenceNorm.norm(vector, 1.5))
        .isCloseTo(Math.pow(3 * Math.sqrt(3) + 8, 2.0 / 3), within(1e-15 * 6));
  }

  @Test
  void dualExponents() {
    assertThat(ReferenceNorm.dualExponent(1)).isEqualTo(INFINITY);
    assertThat(ReferenceNorm.dualExponent(INFINITY)).isEqualTo(1);
    assertThat(ReferenceNorm.dualExponent(2)).isEqualTo(2);
    assertThat(ReferenceNorm.dualExponent(3)).isEqualTo(1.5);
    assertThat(ReferenceNorm.dualExponent(1.5)).isEqualTo(3);
    assertThatThrownBy(() -> ReferenceNorm.dualExponent(0.9))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ReferenceNorm.dualExponent(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 2, 3, 7, INFINITY})
  void derivativesAgreeWithFiniteDifferences(double exponent) {
    Random random = new Random(3);
    double[] vector = new double[6];
    for (int j = 0; j < vector.length; j++) {
      vector[j] = random.nextGaussian();
    }
    double[] differences = FiniteDifferences.gradient(v -> ReferenceNorm.norm(v, exponent), vector);
    assertThat(ReferenceNorm.norm(Dual.variables(vector), exponent).gradient(vector.length))
        .containsExactly(differences, within(1e-8));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 2, 3, INFINITY})
  void theZeroVectorHasNormAndDerivativeZero(double exponent) {
    Dual norm = ReferenceNorm.norm(Dual.variables(new double[3]), exponent);
    assertThat(norm.value()).isZero();
    assertThat(norm.gradient(3)).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 2, 3, INFINITY})
  void hugeAndTinyVectorsNeitherOverflowNorVanish(double exponent) {
    double expected = ReferenceNorm.norm(new double[] {3, -4}, exponent);
    assertThat(ReferenceNorm.norm(new double[] {3e200, -4e200}, exponent) / 1e200)
        .isCloseTo(expected, within(1e-14));
    assertThat(ReferenceNorm.norm(new double[] {3e-200, -4e-200}, exponent) / 1e-200)
        .isCloseTo(expected, within(1e-14));
  }
}
