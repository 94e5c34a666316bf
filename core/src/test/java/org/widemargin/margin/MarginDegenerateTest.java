package org.widemargin.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.widemargin.config.Change.set;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.error.InputException;
import org.widemargin.loss.LossValue;
import org.widemargin.network.Activations;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.ParameterSpec;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Device;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Every awkward case has a finite answer: loss, distances and gradients. In float32. */
class MarginDegenerateTest {
  static Stream<Arguments> everyNormAndMode() {
    return MarginInvariantsTest.everyNormAndMode();
  }

  private static MarginSpec spec(Norm norm, GradientMode mode) {
    return MarginSpec.paper()
        .with(set(MarginSpec::norm).to(norm), set(MarginSpec::gradient).to(mode));
  }

  /** A network all of whose weights are one number and whose biases are another. */
  private static Network constant(int classes, float weight, float bias) {
    NetworkSpec spec = Architectures.mlp(InputSpec.features(3), List.of(4, 4), classes, 0);
    Map<String, float[]> values = new LinkedHashMap<>();
    for (ParameterSpec parameter : spec.plan().parameters()) {
      float[] elements = new float[parameter.count()];
      Arrays.fill(elements, parameter.role() == ParameterSpec.Role.WEIGHT ? weight : bias);
      values.put(parameter.name(), elements);
    }
    return Network.of(spec, values, Device.CPU);
  }

  /** Asserts that loss, distances and the gradients of all parameters are finite. */
  private static MarginLoss.WithDistances assertFinite(
      MarginSpec spec, Network network, Tensor input, int... y) {
    Activations activations = network.forward(Autograd.leaf(input), Mode.INFERENCE);
    MarginLoss.WithDistances value =
        new MarginLoss(spec).withDistances(activations, Tensors.labels(Device.CPU, y));
    Tensor total = value.loss().total();
    assertThat(Tensors.toDouble(total)).isFinite();
    value
        .nearest()
        .forEach(
            (layer, nearest) ->
                assertThat(Arrays.stream(Tensors.toDoubles(nearest)))
                    .as("distances at %s", layer)
                    .allMatch(Double::isFinite));
    List<Tensor> parameters = new ArrayList<>(network.parameters().values());
    for (@Nullable Tensor gradient :
        Autograd.gradients(total, Tensors.fullLike(total, 1), parameters, Graph.FREE)) {
      assertThat(gradient == null || Ops.allFinite(gradient)).as("finite gradients").isTrue();
    }
    return value;
  }

  @ParameterizedTest
  @MethodSource("everyNormAndMode")
  void deadRectifiers(Norm norm, GradientMode mode) {
    for (double epsilon : new double[] {1e-6, 0}) {
      MarginSpec spec = spec(norm, mode).with(set(MarginSpec::epsilon).to(epsilon));
      // All hidden values are below 0: nothing below the logits has any influence.
      try (Network network = constant(3, 1, -100);
          Scope scope = Scope.open()) {
        assertFinite(
            spec, network, Tensors.of(Device.CPU, new float[] {1, 2, 3, 4, 5, 6}, 2, 3), 0, 2);
        // The first class leads: distances are its lead over the epsilon, or huge.
        Tensor bias = Objects.requireNonNull(network.parameters().get("logits.linear.bias"));
        Autograd.withoutGradient(
            () -> bias.copy_(Tensors.of(Device.CPU, new float[] {2, 0, 0}, 3)));
        MarginLoss.WithDistances value =
            assertFinite(
                spec, network, Tensors.of(Device.CPU, new float[] {1, 2, 3, 4, 5, 6}, 2, 3), 0, 1);
        double[] nearest = Tensors.toDoubles(Objects.requireNonNull(value.nearest().get("input")));
        assertThat(nearest[0]).isGreaterThan(1e6);
        assertThat(nearest[1]).isLessThan(-1e6);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyNormAndMode")
  void allScoresTied(Norm norm, GradientMode mode) {
    try (Network network = constant(4, 0.5f, 0.25f);
        Scope scope = Scope.open()) {
      MarginLoss.WithDistances value =
          assertFinite(
              spec(norm, mode), network, Tensors.of(Device.CPU, new float[] {1, 2, 3}, 1, 3), 2);
      value
          .nearest()
          .forEach((layer, nearest) -> assertThat(Tensors.toDouble(nearest)).as(layer).isZero());
    }
  }

  @ParameterizedTest
  @MethodSource("everyNormAndMode")
  void twoClassesAndABatchOfOne(Norm norm, GradientMode mode) {
    NetworkSpec spec = Architectures.mlp(InputSpec.features(3), List.of(4), 2, 0);
    try (Network network = Network.initialise(spec, 5, Device.CPU);
        Scope scope = Scope.open()) {
      assertFinite(
          spec(norm, mode), network, Tensors.of(Device.CPU, new float[] {1, -2, 3}, 1, 3), 1);
    }
  }

  @ParameterizedTest
  @MethodSource("everyNormAndMode")
  void hugeAndSubnormalValues(Norm norm, GradientMode mode) {
    NetworkSpec spec = Architectures.mlp(InputSpec.features(3), List.of(4, 4), 3, 0);
    for (float scale : new float[] {1e30f, 1e-30f, 1e-42f, 0}) {
      try (Network network = Network.initialise(spec, 6, Device.CPU);
          Scope scope = Scope.open()) {
        Tensor input = Tensors.of(Device.CPU, new float[] {scale, -2 * scale, 3 * scale}, 1, 3);
        assertFinite(spec(norm, mode), network, input, 0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyNormAndMode")
  void hugeAndTinyGradients(Norm norm, GradientMode mode) {
    NetworkSpec spec = Architectures.mlp(InputSpec.features(3), List.of(4), 3, 0);
    for (double factor : new double[] {1e12, 1e-12, 1e-18}) {
      try (Network network = Network.initialise(spec, 7, Device.CPU);
          Scope scope = Scope.open()) {
        for (Tensor parameter : network.parameters().values()) {
          Autograd.withoutGradient(() -> Ops.mulInPlace(parameter, factor));
        }
        Tensor input = Tensors.of(Device.CPU, new float[] {1, -2, 3}, 1, 3);
        assertFinite(spec(norm, mode), network, input, 0);
      }
    }
  }

  @Test
  void tiesBetweenCompetitorsAreBrokenButCountOnce() {
    try (Scope scope = Scope.open()) {
      Tensor input = Autograd.leaf(Tensors.of(Device.CPU, new double[] {1}, 1, 1));
      // Scores 3 x, x, x: both competitors are at distance 1.
      Tensor logits = input.mul(Tensors.of(Device.CPU, new double[] {3, 1, 1}, 1, 3));
      Activations activations = activations(Map.of(), input, logits);
      for (int topK = 1; topK <= 2; topK++) {
        MarginSpec spec =
            MarginSpec.paper()
                .with(
                    set(MarginSpec::epsilon).to(0.0),
                    set(MarginSpec::gamma).to(4.0),
                    set(MarginSpec::topK).to(topK),
                    set(MarginSpec::layers).to(LayerChoice.parse("input")),
                    set(MarginSpec::crossEntropyWeight).to(0.0));
        LossValue value = new MarginLoss(spec).of(activations, Tensors.labels(Device.CPU, 0));
        assertThat(Tensors.toDouble(value.total())).isCloseTo(3, within(1e-12));
      }
    }
  }

  @Test
  void aLayerWithoutInfluenceIsNamed() {
    try (Scope scope = Scope.open()) {
      Tensor input = Autograd.leaf(Tensors.of(Device.CPU, new double[] {1, 2}, 1, 2));
      Tensor aside = Ops.mul(input, 2);
      Activations activations = activations(Map.of("aside", aside), input, Ops.mul(input, 3));
      assertThatThrownBy(
              () ->
                  new MarginLoss(MarginSpec.paper()).of(activations, Tensors.labels(Device.CPU, 0)))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "layer 'aside' does not influence the scores, so it has no distance to a boundary");
    }
  }

  /** Also where the walk starts elsewhere, and nothing is asked at the sample. */
  @Test
  void aLayerWithoutInfluenceIsNamedByWalksThatStartElsewhere() {
    try (Scope scope = Scope.open()) {
      Tensor input = Autograd.leaf(Tensors.of(Device.CPU, new double[] {1, 2}, 1, 2));
      Tensor logits = Ops.mul(input, 3);
      Map<String, Tensor> values = new LinkedHashMap<>();
      values.put(Activations.INPUT, input);
      values.put("aside", Ops.mul(input, 2));
      values.put("logits", logits);
      Activations.Upper upper =
          (layer, activation) -> layer.equals("aside") ? logits : Ops.mul(activation, 3);
      MarginSpec spec =
          MarginSpec.paper()
              .with(
                  set(MarginSpec::layers).to(LayerChoice.parse("aside")),
                  set(MarginSpec::gradient)
                      .to(
                          GradientMode.Boundary.training(2, 1)
                              .with(set(GradientMode.Boundary::start).to(0.1))),
                  set(MarginSpec::topK).to(1));
      assertThatThrownBy(
              () ->
                  new MarginLoss(spec)
                      .of(new Activations(values, upper, null), Tensors.labels(Device.CPU, 0)))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "layer 'aside' does not influence the scores, so it has no distance to a boundary");
    }
  }

  @Test
  void anInputThatIsNoLeafIsNamed() {
    try (RandomProblem problem =
            RandomProblem.of(Architectures.linear(InputSpec.features(2), 2), 1, 1);
        Scope scope = Scope.open()) {
      Activations activations = problem.network().forward(problem.input().detach(), Mode.INFERENCE);
      MarginSpec exact =
          MarginSpec.paper().with(set(MarginSpec::gradient).to(new GradientMode.Exact()));
      assertThatThrownBy(() -> new MarginLoss(exact).of(activations, Tensors.labels(Device.CPU, 0)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("layer 'input'")
          .hasMessageContaining("Autograd.leaf");
    }
  }

  @Test
  void theBoundaryModeNeedsAWayIn() {
    try (Scope scope = Scope.open()) {
      Tensor input = Autograd.leaf(Tensors.of(Device.CPU, new double[] {1, 2}, 1, 2));
      Activations activations = activations(Map.of(), input, Ops.mul(input, 3));
      MarginSpec spec =
          MarginSpec.paper().with(set(MarginSpec::gradient).to(GradientMode.Boundary.measuring(1)));
      assertThatThrownBy(() -> new MarginLoss(spec).of(activations, Tensors.labels(Device.CPU, 0)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("Upper");
    }
  }

  private static Activations activations(Map<String, Tensor> hidden, Tensor input, Tensor logits) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    values.put(Activations.INPUT, input);
    values.putAll(hidden);
    values.put("logits", logits);
    return new Activations(values, null, null);
  }
}
