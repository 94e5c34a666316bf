package org.widemargin.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Functions.Standardized;

class StandardizeTest {
  private static final int SAMPLES = 4;
  private static final int ELEMENTS = 2 * 3 * 2;
  private static final long[] SHAPE = {SAMPLES, 2, 3, 2};

  /** Samples that vary by about {@code spread}: the floor is at a deviation of 0.289. */
  private static double[] samples(double spread, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.doubles(SAMPLES * ELEMENTS, 0.5 - 2 * spread, 0.5 + 2 * spread).toArray();
  }

  /** Word for word what the documentation of TensorFlow says, number by number. */
  private static double[] byHand(double[] values, int elements) {
    double[] result = new double[values.length];
    for (int start = 0; start < values.length; start += elements) {
      double mean = 0;
      for (int i = start; i < start + elements; i++) {
        mean += values[i] / elements;
      }
      double variance = 0;
      for (int i = start; i < start + elements; i++) {
        variance += (values[i] - mean) * (values[i] - mean) / elements;
      }
      double deviation = Math.max(Math.sqrt(variance), 1 / Math.sqrt(elements));
      for (int i = start; i < start + elements; i++) {
        result[i] = (values[i] - mean) / deviation;
      }
    }
    return result;
  }

  private static double[] standardized(double[] values) {
    try (Scope scope = Scope.open()) {
      return Tensors.toDoubles(
          Functions.standardize(Tensors.of(Device.CPU, values, SHAPE)).values());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.1, 0.5, 30})
  void isTheDefinition(double spread) {
    double[] values = samples(spread, 1);
    double[] expected = byHand(values, ELEMENTS);
    double[] found = standardized(values);
    for (int i = 0; i < values.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-12));
    }
  }

  @Test
  void samplesDoNotSeeEachOther() {
    double[] values = samples(1, 2);
    double[] changed = values.clone();
    Arrays.fill(changed, 0, ELEMENTS, 7);
    assertThat(Arrays.copyOfRange(standardized(changed), ELEMENTS, values.length))
        .isEqualTo(Arrays.copyOfRange(standardized(values), ELEMENTS, values.length));
  }

  @Test
  void neitherBrightnessNorContrastMattersAboveTheFloor() {
    double[] values = samples(1, 3);
    double[] changed = Arrays.stream(values).map(value -> 3 * value - 5).toArray();
    double[] expected = standardized(values);
    double[] found = standardized(changed);
    for (int i = 0; i < values.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-12));
    }
  }

  @Test
  void aConstantSampleBecomesZerosAndSoDoesASingleElement() {
    try (Scope scope = Scope.open()) {
      Tensor constant =
          Tensors.of(Device.CPU, new float[] {0.25f, 0.25f, 0.25f, 0.25f}, 1, 1, 2, 2);
      Tensor single = Tensors.of(Device.CPU, new float[] {0.7f}, 1, 1, 1, 1);
      assertThat(Tensors.toFloats(Functions.standardize(constant).values())).containsOnly(0f);
      assertThat(Tensors.toFloats(Functions.standardize(single).values())).containsExactly(0f);
    }
  }

  @Test
  void gradientsAreFiniteWhereNothingVaries() {
    try (Scope scope = Scope.open()) {
      for (long[] shape : List.of(new long[] {2, 1, 2, 2}, new long[] {8, 1, 1, 1})) {
        Tensor input = Autograd.leaf(Tensors.of(Device.CPU, new float[8], shape));
        Standardized found = Functions.standardize(input);
        Tensor cotangent = Tensors.of(Device.CPU, new float[] {1, 2, 3, 4, 5, 6, 7, 9}, shape);
        Tensor expected = gradient(found.values(), cotangent, input);
        Tensor swept = Adjoints.standardize(cotangent, found.values(), found.variance());
        assertThat(Ops.allFinite(expected)).isTrue();
        assertThat(Tensors.toFloats(swept)).containsExactly(Tensors.toFloats(expected));
      }
    }
  }

  private static Tensor gradient(Tensor of, Tensor cotangent, Tensor input) {
    return Objects.requireNonNull(
        Autograd.gradients(of, cotangent, List.of(input), Graph.RETAIN).get(0));
  }

  /** Below the floor, above it, and one sample after the other in one batch. */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.3, 2})
  void theAdjointIsTheGradientByDifferences(double spread) {
    double[] values = samples(spread, 4);
    double[] cotangent = samples(1, 5);
    try (Scope scope = Scope.open()) {
      Standardized at = Functions.standardize(Tensors.of(Device.CPU, values, SHAPE));
      double[] found =
          Tensors.toDoubles(
              Adjoints.standardize(
                  Tensors.of(Device.CPU, cotangent, SHAPE), at.values(), at.variance()));
      double step = 1e-6;
      for (int i = 0; i < values.length; i++) {
        double[] up = values.clone();
        double[] down = values.clone();
        up[i] += step;
        down[i] -= step;
        double slope = (dot(standardized(up), cotangent) - dot(standardized(down), cotangent));
        assertThat(found[i]).isCloseTo(slope / (2 * step), within(1e-7));
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** The loss differentiates the sweep itself, in its exact mode. */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 2})
  void theAdjointCanBeDifferentiatedAgain(double spread) {
    double[] values = samples(spread, 6);
    double[] cotangent = samples(1, 7);
    double[] weights = samples(1, 8);
    try (Scope scope = Scope.open()) {
      Tensor input = Autograd.leaf(Tensors.of(Device.CPU, values, SHAPE));
      Tensor seed = Autograd.leaf(Tensors.of(Device.CPU, cotangent, SHAPE));
      Standardized at = Functions.standardize(input);
      Tensor swept = Adjoints.standardize(seed, at.values(), at.variance());
      Tensor along = Tensors.of(Device.CPU, weights, SHAPE);
      double[] byInput = Tensors.toDoubles(gradient(swept, along, input));
      double[] bySeed = Tensors.toDoubles(gradient(swept, along, seed));
      double step = 1e-6;
      for (int i = 0; i < values.length; i++) {
        double slope =
            swept(moved(values, i, step), cotangent, weights)
                - swept(moved(values, i, -step), cotangent, weights);
        assertThat(byInput[i]).isCloseTo(slope / (2 * step), within(1e-7));
        double ofSeed =
            swept(values, moved(cotangent, i, step), weights)
                - swept(values, moved(cotangent, i, -step), weights);
        assertThat(bySeed[i]).isCloseTo(ofSeed / (2 * step), within(1e-7));
      }
    }
  }

  private static double[] moved(double[] values, int index, double by) {
    double[] moved = values.clone();
    moved[index] += by;
    return moved;
  }

  private static double swept(double[] values, double[] cotangent, double[] weights) {
    try (Scope scope = Scope.open()) {
      Standardized at = Functions.standardize(Tensors.of(Device.CPU, values, SHAPE));
      Tensor swept =
          Adjoints.standardize(
              Tensors.of(Device.CPU, cotangent, SHAPE), at.values(), at.variance());
      return dot(Tensors.toDoubles(swept), weights);
    }
  }
}
