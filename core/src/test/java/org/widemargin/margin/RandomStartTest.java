package org.widemargin.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.widemargin.config.Change.set;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.boundary.DistanceSpec;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.GradientMode.Boundary;
import org.widemargin.boundary.GradientMode.Misclassified;
import org.widemargin.boundary.GradientMode.Path;
import org.widemargin.boundary.GradientMode.Rival;
import org.widemargin.boundary.Score;
import org.widemargin.error.InputException;
import org.widemargin.norm.Norm;
import org.widemargin.norm.RandomDirection;
import org.widemargin.reference.ReferenceNetwork;
import org.widemargin.reference.ReferenceNetworks;
import org.widemargin.reference.ReferenceOptions;
import org.widemargin.torch.Device;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Boundary walks whose first linearisation is at a random point near the sample. */
class RandomStartTest {
  private static final ReferenceNetwork MLP = ReferenceNetworks.mlp(3, 6, 5, 4);
  private static final double START = 0.3;
  private static final int SEEDS = 20;

  static List<Norm> norms() {
    return List.of(Norm.L1, new Norm(1.5), Norm.L2, new Norm(3), Norm.LINF);
  }

  @ParameterizedTest
  @MethodSource("norms")
  void directionsHaveTheAskedLength(Norm norm) {
    try (Scope scope = Scope.open()) {
      seed(1);
      Tensor directions =
          RandomDirection.like(Tensors.of(Device.CPU, new double[60], 5, 3, 4), norm, START);
      for (double length : Tensors.toDoubles(norm.perSample(directions))) {
        assertThat(length).isCloseTo(START, within(1e-14));
      }
      double[] elements = Tensors.toDoubles(directions);
      assertThat(Arrays.copyOf(elements, 12)).isNotEqualTo(Arrays.copyOfRange(elements, 12, 24));
      assertThat(Arrays.stream(elements).filter(element -> element < 0).count())
          .isBetween(10L, 50L);
    }
  }

  /** Value and gradient, given the same draw, at the input and at a hidden layer. */
  @ParameterizedTest
  @EnumSource(Path.class)
  void agreesWithTheReference(Path path) {
    for (Norm norm : norms()) {
      for (int tap = 0; tap < 2; tap++) {
        for (Misclassified misclassified : Misclassified.values()) {
          for (int seed = 1; seed <= SEEDS; seed++) {
            assertAgreement(path, norm, tap, misclassified, seed);
          }
        }
      }
    }
  }

  private static void assertAgreement(
      Path path, Norm norm, int tap, Misclassified misclassified, int seed) {
    Boundary mode =
        new Boundary(
            1 + seed % 3,
            2,
            0.4,
            START,
            0,
            true,
            path,
            Rival.FIXED,
            misclassified,
            seed % 2 == 0 ? GradientMode.Advance.SHORTEST : GradientMode.Advance.STRIDE);
    TwinBatch batch = TwinBatch.random(MLP, 1, 0.8, seed);
    MarginCase options = options(norm, tap, mode);
    try (Scope scope = Scope.open();
        Twin twin = batch.twin()) {
      double[] activation = twin.activations(MLP.tapName(tap), batch.inputs())[0];
      seed(seed);
      Tensor drawn =
          RandomDirection.like(
              Tensors.of(Device.CPU, activation, 1, activation.length), norm, START);
      ReferenceOptions expected = withStart(options.options(), Tensors.toDoubles(drawn));
      seed(seed);
      Twin.LossAndGradient found =
          twin.lossAndGradient(options.spec(), batch.inputs(), batch.labels());
      String as = "%s, %s, tap %d, %s, seed %d".formatted(path, norm, tap, misclassified, seed);
      assertThat(found.loss()).as(as).isCloseTo(batch.referenceLoss(expected), within(1e-9));
      assertThat(found.gradient())
          .as(as)
          .containsExactly(batch.referenceGradient(expected), within(1e-8));
    }
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherOthers() {
    Boundary mode = Boundary.training(2, 2).with(set(Boundary::start).to(START));
    MarginSpec spec = options(Norm.LINF, 0, mode).spec();
    TwinBatch batch = TwinBatch.random(MLP, 6, 0.8, 7);
    List<Double> losses = new ArrayList<>();
    try (Twin twin = batch.twin()) {
      for (int seed : new int[] {1, 1, 2}) {
        seed(seed);
        losses.add(twin.loss(spec, batch.inputs(), batch.labels()));
      }
    }
    assertThat(losses.get(0)).isEqualTo(losses.get(1)).isNotEqualTo(losses.get(2));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAStartThatIsNoDistance(double start) {
    assertThatThrownBy(() -> Boundary.training(2, 1).with(set(Boundary::start).to(start)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected a start of 0 or above")
        .hasMessageContaining(String.valueOf(start));
  }

  private static void seed(long seed) {
    NativeRuntime.seedGenerator(seed, "test", 0);
  }

  private static ReferenceOptions withStart(ReferenceOptions options, double[] displacement) {
    ReferenceOptions.Boundary boundary = (ReferenceOptions.Boundary) options.gradient();
    return options.withGradient(boundary.withStart(Arrays.stream(displacement).boxed().toList()));
  }

  private static MarginCase options(Norm norm, int tap, GradientMode mode) {
    return new MarginCase(
        List.of(new MarginCase.MarginLayer(tap, MLP.tapName(tap), 5, 1)),
        norm,
        Aggregation.MAX,
        Score.LOGITS,
        mode,
        1,
        DistanceSpec.Scale.NONE,
        Double.POSITIVE_INFINITY,
        MarginSpec.OverLayers.SUM,
        1e-6,
        0);
  }
}
