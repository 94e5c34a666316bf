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
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.GradientMode.Advance;
import org.widemargin.boundary.GradientMode.Boundary;
import org.widemargin.boundary.GradientMode.Rival;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.boundary.SignedDistances;
import org.widemargin.error.InputException;
import org.widemargin.network.Activations;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Mode;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Walks to the boundary that end before all refinements are made, each sample's for itself. */
class EarlyArrivalTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static Boundary boundary(int refinements, double cap, double stride, double tolerance) {
    return Boundary.defaults()
        .with(
            set(Boundary::refinements).to(refinements),
            set(Boundary::cap).to(cap),
            set(Boundary::stride).to(stride),
            set(Boundary::tolerance).to(tolerance));
  }

  private static MarginSpec spec(GradientMode mode, int topK) {
    return MarginSpec.paper()
        .with(
            set(MarginSpec::norm).to(Norm.L2),
            set(MarginSpec::layers).to(LayerChoice.parse("input")),
            set(MarginSpec::topK).to(topK),
            set(MarginSpec::epsilon).to(0.0),
            set(MarginSpec::gradient).to(mode));
  }

  /** Two classes whose boundary is where the first coordinate is 0; notes the batches it sees. */
  private static double[] distances(double[] firsts, GradientMode mode, List<Long> batches) {
    try (Scope scope = Scope.open()) {
      Activations activations = activations(input(firsts), batches);
      Tensor labels = Tensors.labels(Device.CPU, new int[firsts.length]);
      return Tensors.toDoubles(
          Objects.requireNonNull(
              new SignedDistances(spec(mode, 1).distances())
                  .of(activations, labels, Autograd.Graph.RETAIN)
                  .get("input")));
    }
  }

  /** The margin loss alone that asks for 0.3, of the same two classes. */
  private static Tensor loss(double[] firsts, GradientMode mode, List<Long> batches) {
    MarginSpec spec =
        spec(mode, 1)
            .with(set(MarginSpec::gamma).to(0.3), set(MarginSpec::crossEntropyWeight).to(0.0));
    Tensor labels = Tensors.labels(Device.CPU, new int[firsts.length]);
    return new MarginLoss(spec).of(activations(input(firsts), batches), labels).total();
  }

  private static Tensor input(double[] firsts) {
    double[] points = new double[2 * firsts.length];
    for (int i = 0; i < firsts.length; i++) {
      points[2 * i] = firsts[i];
    }
    return Autograd.leaf(Tensors.of(Device.CPU, points, firsts.length, 2));
  }

  private static Activations activations(Tensor input, List<Long> batches) {
    // A parameter, so that the loss is part of a graph.
    Tensor weight = Autograd.leaf(Tensors.of(Device.CPU, new double[] {1, -1, 0, 0}, 2, 2));
    Map<String, Tensor> values = new LinkedHashMap<>();
    values.put("input", input);
    values.put("logits", input.matmul(weight));
    return new Activations(
        values,
        (layer, activation) -> {
          batches.add(activation.size(0));
          return activation.matmul(weight);
        },
        null);
  }

  /** Strides of 0.1: 0.05 is reached in the first step, 0.25 in the third; 0.45 is beyond 0.4. */
  @Test
  void whoHasArrivedOrLeftIsNotComputedAgain() {
    double[] firsts = new double[12];
    Arrays.fill(firsts, 0, 6, 0.05);
    Arrays.fill(firsts, 6, 9, 0.25);
    Arrays.fill(firsts, 9, 12, 0.45);
    List<Long> batches = new ArrayList<>();
    double[] found = distances(firsts, boundary(9, 0.4, 0.1, 0.01), batches);
    assertThat(found).containsExactly(firsts, within(1e-12));
    // Twelve are filled up to sixteen, six and three to eight; the last pass is everybody's.
    assertThat(batches).containsExactly(16L, 8L, 8L, 12L);
  }

  @Test
  void withoutAToleranceEveryRefinementIsMade() {
    double[] firsts = {0.05, 0.25, 0.45};
    List<Long> batches = new ArrayList<>();
    double[] found = distances(firsts, boundary(5, 0.4, 0.1, 0), batches);
    assertThat(found).containsExactly(firsts, within(1e-12));
    assertThat(batches).containsExactly(3L, 3L, 3L, 3L, 3L);
  }

  private static double[] ofProblem(RandomProblem problem, Boundary mode, int from, int count) {
    try (Scope scope = Scope.open()) {
      Tensor input = Autograd.leaf(problem.input().detach().narrow(0, from, count));
      Tensor labels = problem.labelTensor().narrow(0, from, count);
      Activations activations = problem.network().forward(input, Mode.INFERENCE);
      return Tensors.toDoubles(
          Objects.requireNonNull(
              new SignedDistances(spec(mode, 1).distances())
                  .of(activations, labels, Autograd.Graph.RETAIN)
                  .get("input")));
    }
  }

  private static RandomProblem problem(int samples) {
    return RandomProblem.of(
        Architectures.mlp(InputSpec.features(5), List.of(9, 9), 4, 0), samples, 3);
  }

  /** Who walks along with a sample changes nothing for it. */
  @Test
  void aSampleWalksAsItDoesAlone() {
    Boundary mode = boundary(8, 0.5, 0.07, 0.02).with(set(Boundary::rival).to(Rival.STRONGEST));
    try (RandomProblem problem = problem(21)) {
      double[] together = ofProblem(problem, mode, 0, 21);
      for (int i = 0; i < together.length; i++) {
        assertThat(together[i])
            .as("sample %d", i)
            .isCloseTo(ofProblem(problem, mode, i, 1)[0], within(1e-12));
      }
    }
  }

  @Test
  void nobodyWhoStillMovesStops() {
    try (RandomProblem problem = problem(21)) {
      double[] whole = ofProblem(problem, boundary(6, INFINITY, 0.07, 0), 0, 21);
      double[] found = ofProblem(problem, boundary(6, INFINITY, 0.07, 1e-14), 0, 21);
      assertThat(found).containsExactly(whole, within(1e-12));
    }
  }

  /** Of a loss that asks for 0.3: 0.45 is farther, and seen so after three strides. */
  @Test
  void whoIsFarEnoughForTheLossIsNotDifferentiated() {
    double[] firsts = new double[20];
    Arrays.fill(firsts, 0, 4, 0.05);
    Arrays.fill(firsts, 4, 20, 0.45);
    List<Long> batches = new ArrayList<>();
    try (Scope scope = Scope.open()) {
      Tensor loss = loss(firsts, boundary(9, 1, 0.1, 0.01), batches);
      assertThat(Tensors.toDouble(loss)).isCloseTo(4 * 0.25 / 20, within(1e-12));
      // The first stride needs none; 0.05 has arrived by the second, 0.45 is far by the third.
      // Four are left to differentiate, and four fill up.
      assertThat(batches).containsExactly(24L, 16L, 16L, 8L);
    }
  }

  /** Strides of 0.1 from 0.25: three of them cross the boundary, the fourth step is back to it. */
  @Test
  void wholeStridesCrossTheBoundaryAndReturnToIt() {
    Boundary mode = boundary(9, 1, 0.1, 0.01).with(set(Boundary::advance).to(Advance.STRIDE));
    List<Long> batches = new ArrayList<>();
    assertThat(distances(new double[] {0.25}, mode, batches))
        .containsExactly(new double[] {0.25}, within(1e-12));
    // At 0.15, 0.05 and -0.05, filled up to eight; back at 0, where it does not move any more; and
    // the pass that is differentiated.
    assertThat(batches).containsExactly(8L, 8L, 8L, 8L, 1L);
  }

  /** Who cannot get there looks for a way until the last refinement, which says that he is far. */
  @Test
  void wholeStridesSearchTheBallToTheEnd() {
    double[] firsts = new double[20];
    Arrays.fill(firsts, 0, 4, 0.05);
    Arrays.fill(firsts, 4, 20, 0.45);
    List<Long> batches = new ArrayList<>();
    try (Scope scope = Scope.open()) {
      Tensor loss =
          loss(
              firsts,
              boundary(5, 0.25, 0.1, 0.001).with(set(Boundary::advance).to(Advance.STRIDE)),
              batches);
      assertThat(Tensors.toDouble(loss)).isCloseTo(4 * 0.25 / 20, within(1e-12));
      // All cross or stride twice; 0.05 is back after the second, and does not move in the third.
      // The others are at the cap of 0.25 after the third and do not move in the fourth, so that
      // they are known to be far. Four are left to differentiate, and four fill up.
      assertThat(batches).containsExactly(24L, 24L, 16L, 8L);
    }
  }

  @Test
  void aWholeStrideIsFinite() {
    assertThatThrownBy(() -> Boundary.defaults().with(set(Boundary::advance).to(Advance.STRIDE)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected a finite stride");
  }

  @Test
  void whereAllAreFarEnoughTheLossIsADifferentiableZero() {
    try (Scope scope = Scope.open()) {
      double[] firsts = {0.4, 0.5, 0.6};
      Tensor loss = loss(firsts, boundary(9, 1, 0.1, 0.01), new ArrayList<>());
      assertThat(Tensors.toDouble(loss)).isZero();
      assertThat(Autograd.tracked(loss)).isTrue();
    }
  }

  @Test
  void aToleranceIsBelowTheStride() {
    for (double tolerance : new double[] {-0.1, 0.1, Double.NaN}) {
      assertThatThrownBy(() -> boundary(3, 1, 0.1, tolerance))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("expected a tolerance of at least 0 and below the stride of 0.1")
          .hasMessageContaining(Double.toString(tolerance));
    }
  }
}
