package org.widemargin.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.widemargin.config.Change.set;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.boundary.Competitors;
import org.widemargin.boundary.DistanceSpec.NormPrecision;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.Score;
import org.widemargin.loss.LossValue;
import org.widemargin.network.Activations;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Device;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** The network's own way back changes nothing but the time: held against autograd's. */
class SweptGradientsTest {
  private static final NetworkSpec SPEC = Architectures.mnistCnn(InputSpec.image(1, 12, 12), 5, 0);
  private static final int SAMPLES = 5;

  static List<MarginSpec> losses() {
    List<MarginSpec> losses = new ArrayList<>();
    for (Norm norm : List.of(Norm.L1, Norm.L2, Norm.LINF, new Norm(3))) {
      MarginSpec base =
          MarginSpec.paper().with(set(MarginSpec::norm).to(norm), set(MarginSpec::gamma).to(3.0));
      losses.add(base);
      losses.add(
          base.with(set(MarginSpec::score).to(Score.PROBABILITIES), set(MarginSpec::topK).to(2)));
      for (GradientMode.Path path : GradientMode.Path.values()) {
        losses.add(
            base.with(set(MarginSpec::gradient).to(boundary(path, GradientMode.Rival.FIXED))));
        losses.add(
            base.with(
                set(MarginSpec::gradient).to(boundary(path, GradientMode.Rival.STRONGEST)),
                set(MarginSpec::topK).to(1)));
      }
    }
    return losses;
  }

  private static GradientMode boundary(GradientMode.Path path, GradientMode.Rival rival) {
    return new GradientMode.Boundary(
        3,
        2,
        1,
        0,
        0,
        true,
        path,
        rival,
        GradientMode.Misclassified.REFINE,
        GradientMode.Advance.SHORTEST);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void isAutogradsInFloat64(MarginSpec spec) {
    try (Scope scope = Scope.open();
        RandomProblem problem = RandomProblem.of(SPEC, SAMPLES, 1)) {
      Network network = problem.network();
      Tensor labels = Tensors.labels(Device.CPU, problem.labels());
      Tensor input = Autograd.leaf(Tensors.of(Device.CPU, problem.inputs(), SAMPLES, 1, 12, 12));
      // In float64 the precision asked for does not matter.
      MarginLoss loss =
          new MarginLoss(spec.with(set(MarginSpec::precision).to(NormPrecision.BFLOAT16)));
      Activations own = network.forward(input, Mode.INFERENCE);
      LossValue swept = loss.of(own, labels);
      LossValue expected = loss.of(withoutWayBack(own), labels);
      assertClose("loss", swept.total(), expected.total(), 1e-10);
      List<Tensor> parameters = List.copyOf(network.parameters().values());
      List<Tensor> found = gradients(swept, parameters);
      List<Tensor> byAutograd = gradients(expected, parameters);
      List<String> names = List.copyOf(network.parameters().keySet());
      for (int i = 0; i < parameters.size(); i++) {
        assertClose(names.get(i), found.get(i), byAutograd.get(i), 1e-9);
      }
    }
  }

  static List<MarginSpec> linearised() {
    return losses().stream()
        .filter(loss -> loss.gradient() instanceof GradientMode.Constant)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("linearised")
  void normsAgreeWithFloat64(MarginSpec spec) {
    try (Scope scope = Scope.open();
        RandomProblem problem = RandomProblem.of(SPEC, SAMPLES, 2);
        Network narrow = narrowed(problem.network())) {
      Tensor labels = Tensors.labels(Device.CPU, problem.labels());
      Tensor input = Tensors.of(Device.CPU, problem.inputs(), SAMPLES, 1, 12, 12);
      Map<String, Tensor> expected =
          norms(
              spec,
              withoutWayBack(problem.network().forward(Autograd.leaf(input), Mode.INFERENCE)),
              labels);
      Tensor single = ElementTypes.typeAs(input, narrow.parameters().values().iterator().next());
      for (NormPrecision precision : List.of(NormPrecision.FULL, NormPrecision.BFLOAT16)) {
        Map<String, Tensor> found =
            norms(
                spec.with(set(MarginSpec::precision).to(precision)),
                narrow.forward(single, Mode.INFERENCE),
                labels);
        double tolerance = precision == NormPrecision.FULL ? 1e-4 : 1e-2;
        expected.forEach(
            (layer, norms) ->
                assertEachClose(
                    precision + " " + layer,
                    Objects.requireNonNull(found.get(layer)),
                    norms,
                    tolerance));
      }
    }
  }

  /** More competitors than go through the linear layers together. */
  @Test
  void manyCompetitorsHaveTheNormsOfAutograd() {
    NetworkSpec spec = Architectures.mnistCnn(InputSpec.image(1, 12, 12), 40, 0);
    try (Scope scope = Scope.open();
        RandomProblem problem = RandomProblem.of(spec, SAMPLES, 4)) {
      Tensor labels = Tensors.labels(Device.CPU, problem.labels());
      Tensor input = Autograd.leaf(Tensors.of(Device.CPU, problem.inputs(), SAMPLES, 1, 12, 12));
      Activations own = problem.network().forward(input, Mode.INFERENCE);
      Map<String, Tensor> found = norms(MarginSpec.paper(), own, labels);
      norms(MarginSpec.paper(), withoutWayBack(own), labels)
          .forEach(
              (layer, norms) ->
                  assertEachClose(layer, Objects.requireNonNull(found.get(layer)), norms, 1e-10));
    }
  }

  /** In float32 the squares of such gradients are infinite, or nothing is left of them. */
  @ParameterizedTest
  @ValueSource(doubles = {1e25, 1e-25})
  void normsAgreeWithFloat64WhereSquaresOverOrUnderflow(double factor) {
    MarginSpec spec =
        MarginSpec.paper()
            .with(
                set(MarginSpec::epsilon).to(0.0),
                set(MarginSpec::precision).to(NormPrecision.FULL));
    try (Scope scope = Scope.open();
        RandomProblem problem = RandomProblem.of(SPEC, SAMPLES, 3);
        Network precise = withScores(problem.network(), factor);
        Network narrow = narrowed(precise)) {
      Tensor labels = Tensors.labels(Device.CPU, problem.labels());
      Tensor input = Tensors.of(Device.CPU, problem.inputs(), SAMPLES, 1, 12, 12);
      Tensor single = ElementTypes.typeAs(input, narrow.parameters().values().iterator().next());
      Map<String, Tensor> found = norms(spec, narrow.forward(single, Mode.INFERENCE), labels);
      norms(spec, withoutWayBack(precise.forward(Autograd.leaf(input), Mode.INFERENCE)), labels)
          .forEach(
              (layer, norms) ->
                  assertEachClose(layer, Objects.requireNonNull(found.get(layer)), norms, 1e-4));
    }
  }

  /** The network with all its logits multiplied. */
  private static Network withScores(Network network, double factor) {
    Map<String, double[]> values = new LinkedHashMap<>();
    network
        .state()
        .forEach(
            (name, tensor) -> {
              double own = name.startsWith("logits") ? factor : 1;
              values.put(
                  name,
                  Arrays.stream(Tensors.toDoubles(tensor)).map(value -> own * value).toArray());
            });
    assertThat(values.keySet()).anyMatch(name -> name.startsWith("logits"));
    return Network.ofDoubles(network.spec(), values, Device.CPU);
  }

  /** What gaps are divided by: {@code [N, K]} for each layer. */
  private static Map<String, Tensor> norms(
      MarginSpec spec, Activations activations, Tensor labels) {
    Tensor scores = spec.score().of(activations.logits());
    List<Tensor> gaps =
        Competitors.strongest(activations.logits(), labels, spec.topK()).ranks().stream()
            .map(rank -> Score.gap(scores, labels, rank))
            .toList();
    Tensor gap = Tensors.stack(gaps, 1);
    Map<String, Tensor> norms = new LinkedHashMap<>();
    new MarginLoss(spec)
        .distances(activations, labels)
        .forEach((layer, distances) -> norms.put(layer, gap.div(distances).detach()));
    return norms;
  }

  /** The same activations as from a function of the user's own. */
  private static Activations withoutWayBack(Activations activations) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    activations.names().forEach(name -> values.put(name, activations.get(name)));
    Activations.Upper upper = activations.upper().orElseThrow();
    return new Activations(
        values,
        (layer, value) -> upper.logits(layer, value),
        activations.inputRange().orElse(null));
  }

  private static List<Tensor> gradients(LossValue loss, List<Tensor> parameters) {
    List<Tensor> gradients = new ArrayList<>();
    for (Tensor gradient :
        Autograd.gradients(
            loss.total(), Tensors.fullLike(loss.total(), 1), parameters, Graph.RETAIN)) {
      gradients.add(Objects.requireNonNull(gradient));
    }
    return gradients;
  }

  private static void assertClose(String what, Tensor found, Tensor expected, double tolerance) {
    double scale = Tensors.toDouble(expected.detach().abs().max());
    double off = Tensors.toDouble(found.detach().sub(expected.detach()).abs().max());
    assertThat(off).as(what).isLessThanOrEqualTo(tolerance * scale);
  }

  private static void assertEachClose(
      String what, Tensor found, Tensor expected, double tolerance) {
    double[] values = Tensors.toDoubles(found);
    double[] truth = Tensors.toDoubles(expected);
    assertThat(values).as(what).hasSameSizeAs(truth);
    for (int i = 0; i < truth.length; i++) {
      assertThat(Math.abs(values[i] - truth[i]))
          .as(what)
          .isLessThanOrEqualTo(tolerance * Math.abs(truth[i]));
    }
  }

  private static Network narrowed(Network precise) {
    Map<String, float[]> values = new LinkedHashMap<>();
    precise.state().forEach((name, tensor) -> values.put(name, Tensors.toFloats(tensor)));
    return Network.of(precise.spec(), values, Device.CPU);
  }
}
