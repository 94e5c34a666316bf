package org.widemargin.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.widemargin.config.Change.set;
import static org.widemargin.margin.SmallNetworks.CONVOLUTIONAL;
import static org.widemargin.margin.SmallNetworks.MLP;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.boundary.DistanceSpec;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.boundary.Score;
import org.widemargin.error.InputException;
import org.widemargin.loss.Loss;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * The fast loss is the plain one: value and gradients of all parameters, in float64, to {@link
 * Agreement#TOLERANCE}.
 */
class PlainMarginLossTest {
  private static final List<GradientMode> MODES =
      List.of(new GradientMode.Constant(), new GradientMode.Exact());
  private static final List<LayerChoice> LAYERS =
      List.of(
          LayerChoice.ALL,
          LayerChoice.parse("input"),
          LayerChoice.parse("logits"),
          LayerChoice.parse("input,fc1"));

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.5", "2", "3", "inf"})
  void theFastLossAgreesInEveryNorm(String p) {
    for (NetworkSpec network : List.of(MLP, CONVOLUTIONAL)) {
      try (RandomProblem problem = RandomProblem.of(network, 6, 11)) {
        for (MarginSpec spec : choices(Norm.parse(p))) {
          assertAgreement(spec, problem);
        }
      }
    }
  }

  /** Every aggregation, number of competitors, gradient mode, choice of layers and score. */
  private static List<MarginSpec> choices(Norm norm) {
    List<MarginSpec> specs = new ArrayList<>();
    for (Aggregation aggregation : Aggregation.values()) {
      for (int topK : new int[] {1, 2, 0}) {
        for (GradientMode mode : MODES) {
          for (LayerChoice layers : LAYERS) {
            for (Score score : Score.values()) {
              specs.add(
                  MarginSpec.paper()
                      .with(
                          set(MarginSpec::norm).to(norm),
                          set(MarginSpec::aggregation).to(aggregation),
                          set(MarginSpec::topK).to(topK),
                          set(MarginSpec::gradient).to(mode),
                          set(MarginSpec::layers).to(layers),
                          set(MarginSpec::score).to(score)));
            }
          }
        }
      }
    }
    return specs;
  }

  @Test
  void marginsWeightsAndClipsOfTheirOwnAgree() {
    for (double clip : new double[] {1, 4, Double.POSITIVE_INFINITY}) {
      MarginSpec spec =
          MarginSpec.paper()
              .with(
                  set(MarginSpec::gamma).to(0.7),
                  set(MarginSpec::layerGamma).to(Map.of("input", 0.3, "logits", 2.0)),
                  set(MarginSpec::layerWeight).to(Map.of("input", 0.0, "fc1", 3.0)),
                  set(MarginSpec::clip).to(clip),
                  set(MarginSpec::epsilon).to(0.01),
                  set(MarginSpec::crossEntropyWeight).to(0.2));
      try (RandomProblem problem = RandomProblem.of(CONVOLUTIONAL, 6, 12)) {
        assertAgreement(spec, problem);
      }
    }
  }

  /** No hidden value is above 0: nothing below the logits has any influence. */
  @Test
  void deadRectifiersAgreeWithoutAnEpsilon() {
    try (RandomProblem problem = RandomProblem.of(MLP, 6, 13)) {
      Tensor bias = Objects.requireNonNull(problem.network().parameters().get("fc1.linear.bias"));
      Autograd.withoutGradient(() -> bias.copy_(Tensors.fullLike(bias, -100)));
      for (GradientMode mode : MODES) {
        assertAgreement(
            MarginSpec.paper()
                .with(set(MarginSpec::epsilon).to(0.0), set(MarginSpec::gradient).to(mode)),
            problem);
      }
    }
  }

  @Test
  void choicesBeyondThePaperAreRefused() {
    MarginSpec paper = MarginSpec.paper();
    for (MarginSpec beyond :
        List.of(
            paper.with(set(MarginSpec::gradient).to(GradientMode.Boundary.defaults())),
            paper.with(set(MarginSpec::scale).to(DistanceSpec.Scale.DIMENSION)),
            paper.with(set(MarginSpec::overLayers).to(MarginSpec.OverLayers.MEAN)))) {
      assertThatThrownBy(() -> new PlainMarginLoss(beyond))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("expected the paper's formula")
          .hasMessageContaining("use MarginLoss");
    }
  }

  private static void assertAgreement(MarginSpec spec, RandomProblem problem) {
    double[] plain = lossAndGradients(new PlainMarginLoss(spec), problem);
    double[] fast = lossAndGradients(new MarginLoss(spec), problem);
    assertThat(plain[0]).as("a loss to compare").isPositive();
    assertThat(fast).hasSameSizeAs(plain);
    for (int i = 0; i < plain.length; i++) {
      double deviation = Math.abs(fast[i] - plain[i]) / (1 + Math.abs(plain[i]));
      assertThat(deviation)
          .as("number %d: fast %s, plain %s; %s", i, fast[i], plain[i], spec)
          .isLessThanOrEqualTo(Agreement.TOLERANCE);
    }
  }

  /** The loss, then the gradients of all parameters one after the other. */
  private static double[] lossAndGradients(Loss loss, RandomProblem problem) {
    try (Scope scope = Scope.open()) {
      Tensor total = loss.of(problem.forward(), problem.labelTensor()).total();
      List<Double> numbers = new ArrayList<>();
      numbers.add(Tensors.toDouble(total));
      for (Tensor gradient :
          Autograd.gradients(total, List.copyOf(problem.network().parameters().values()))) {
        for (double element : Tensors.toDoubles(gradient)) {
          numbers.add(element);
        }
      }
      return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }
}
