package org.widemargin.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.widemargin.config.Change.set;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.boundary.SignedDistances;
import org.widemargin.network.Activations;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Network;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Scope;

/** One reverse pass for each competitor, whatever the number of layers. */
class ReversePassesTest {
  private static RandomProblem problem() {
    return RandomProblem.of(Architectures.mlp(InputSpec.features(5), List.of(6, 6, 6), 5, 0), 7, 1);
  }

  private static long passes(MarginSpec spec, RandomProblem problem) {
    try (Scope scope = Scope.open()) {
      Activations activations = problem.forward();
      long before = Autograd.reversePasses();
      new MarginLoss(spec).of(activations, problem.labelTensor());
      return Autograd.reversePasses() - before;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all            | 0 | 4",
        "all            | 1 | 1",
        "all            | 3 | 3",
        "input          | 0 | 4",
        "fc1,fc3,logits | 2 | 2",
        "logits         | 0 | 0",
      })
  void areAsManyAsCompetitors(String layers, int topK, long expected) {
    for (GradientMode mode : List.of(new GradientMode.Constant(), new GradientMode.Exact())) {
      MarginSpec spec =
          MarginSpec.paper()
              .with(
                  set(MarginSpec::layers).to(LayerChoice.parse(layers)),
                  set(MarginSpec::topK).to(topK),
                  set(MarginSpec::gradient).to(mode));
      try (RandomProblem problem = problem()) {
        assertThat(passes(spec, problem)).as("%s", mode).isEqualTo(expected);
      }
    }
  }

  /**
   * Beside the K passes at the samples, one per layer at each of the r - 1 points and at the last.
   */
  @Test
  void refinementsCostOnePassForAllCompetitorsTogether() {
    MarginSpec spec =
        MarginSpec.paper()
            .with(
                set(MarginSpec::layers).to(LayerChoice.parse("input,fc1")),
                set(MarginSpec::gradient).to(GradientMode.Boundary.measuring(3)));
    try (RandomProblem problem = problem()) {
      assertThat(passes(spec, problem)).isEqualTo(4 + 2 * 3);
    }
  }

  @Test
  void noParameterReceivesAGradient() {
    for (GradientMode mode :
        List.of(
            new GradientMode.Constant(),
            new GradientMode.Exact(),
            GradientMode.Boundary.measuring(2))) {
      try (RandomProblem problem = problem()) {
        passes(MarginSpec.paper().with(set(MarginSpec::gradient).to(mode)), problem);
        assertNoGradient(problem.network());
      }
    }
  }

  private static void assertNoGradient(Network network) {
    network
        .parameters()
        .forEach(
            (name, parameter) -> {
              try (Scope scope = Scope.open();
                  Tensor gradient = parameter.grad()) {
                assertThat(gradient.defined()).as("gradient of %s", name).isFalse();
              }
            });
  }

  @Test
  void measuringFreesTheGraphInTheLastPass() {
    try (RandomProblem problem = problem();
        Scope scope = Scope.open()) {
      Activations activations = withoutAWayBackOfItsOwn(problem.forward());
      new SignedDistances(MarginSpec.paper().distances())
          .of(activations, problem.labelTensor(), Autograd.Graph.FREE);
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () ->
                  Autograd.gradientOfSum(
                      activations.logits(), activations.get("input"), Autograd.Graph.FREE))
          .hasMessageContaining("second time");
    }
  }

  private static Activations withoutAWayBackOfItsOwn(Activations activations) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    activations.names().forEach(name -> values.put(name, activations.get(name)));
    return new Activations(values, null, null);
  }
}
