package org.widemargin.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.widemargin.reference.ReferenceLayer.Linear;
import org.widemargin.reference.ReferenceLayer.Relu;
import org.widemargin.reference.ReferenceNetwork.Block;
import org.widemargin.reference.ReferenceNetwork.Score;
import org.widemargin.reference.ReferenceOptions.Boundary;
import org.widemargin.reference.ReferenceOptions.Box;
import org.widemargin.reference.ReferenceOptions.Exact;
import org.widemargin.reference.ReferenceOptions.Misclassified;
import org.widemargin.reference.ReferenceOptions.NormOver;
import org.widemargin.reference.ReferenceOptions.Path;
import org.widemargin.reference.ReferenceOptions.Rival;
import org.widemargin.reference.ReferenceOptions.Scale;

/** Small cases whose values are worked out in the comments. */
class ReferenceMarginByHandTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final Optional<Box> NO_BOX = Optional.empty();

  // f_0 = 3 x + 1, f_1 = 4 y: at (2, 1) the gap of class 0 to class 1 is 3, its gradient (3, -4).
  private static final ReferenceNetwork TWO_CLASSES = ReferenceNetworks.linear(2, 2);
  private static final double[] TWO_CLASSES_PARAMETERS = {3, 0, 0, 4, 1, 0};
  private static final double[][] POINT = {{2, 1}};

  @Test
  void lossOfALinearModelByHand() {
    ReferenceOptions options = ReferenceOptions.ofTap(0, 1);
    assertThat(lossByHand(0, options.withNorm(1))).isCloseTo(1 - 3.0 / 4, within(1e-15));
    assertThat(lossByHand(0, options.withNorm(2))).isCloseTo(1 - 3.0 / 5, within(1e-15));
    assertThat(lossByHand(0, options.withNorm(INFINITY))).isCloseTo(1 - 3.0 / 7, within(1e-15));
    // Of class 1 the point is misclassified.
    assertThat(lossByHand(1, options.withNorm(2))).isCloseTo(1 + 3.0 / 5, within(1e-15));
    assertThat(lossByHand(1, options.withClip(1.5))).isEqualTo(1.5);
    assertThat(lossByHand(0, options.withEpsilon(1))).isCloseTo(1 - 3.0 / 6, within(1e-15));
    // Divided by 2^(1/2), the norm 5 becomes 5 / 2^(1/2).
    assertThat(lossByHand(0, ReferenceOptions.ofTap(0, 2).withScale(Scale.DIMENSION)))
        .isCloseTo(2 - 3 * Math.sqrt(2) / 5, within(1e-15));
    assertThat(lossByHand(0, options.withNorm(1).withScale(Scale.DIMENSION)))
        .isCloseTo(1 - 3.0 / 4, within(1e-15));
    // At the logits (7, 4) the gradient is (1, -1).
    assertThat(lossByHand(0, ReferenceOptions.ofTap(1, 5).withNorm(INFINITY)))
        .isCloseTo(5 - 3.0 / 2, within(1e-15));
    // Cross-entropy log(1 + e^-3).
    assertThat(lossByHand(0, options.withCrossEntropyWeight(2)))
        .isCloseTo(1 - 3.0 / 5 + 2 * Math.log1p(Math.exp(-3)), within(1e-15));
  }

  @Test
  void gradientOfALinearModelByHand() {
    ReferenceOptions options = ReferenceOptions.ofTap(0, 1);
    assertThat(gradientByHand(options))
        .containsExactly(
            new double[] {-2.0 / 5, -1.0 / 5, 2.0 / 5, 1.0 / 5, -1.0 / 5, 1.0 / 5}, within(1e-15));
    // d = g / n with w = (3, -4): grad d = x / n - g w / n^3.
    double dx = 2.0 / 5 - 3 * 3.0 / 125;
    double dy = 1.0 / 5 + 3 * 4.0 / 125;
    assertThat(gradientByHand(options.withGradient(new Exact())))
        .containsExactly(new double[] {-dx, -dy, dx, dy, -1.0 / 5, 1.0 / 5}, within(1e-15));
    // The nearest point is (2, 1) - 3/25 (3, -4); there the formula of the constant mode is that of
    // the true distance,
    // which for a linear model is the exact one.
    assertThat(gradientByHand(options.withGradient(Boundary.of(1, INFINITY, NO_BOX))))
        .containsExactly(new double[] {-dx, -dy, dx, dy, -1.0 / 5, 1.0 / 5}, within(1e-15));
  }

  @Test
  void twoClassesWithProbabilitiesGiveTheHyperbolicSine() {
    // p_0 - p_1 = tanh(g / 2), its gradient (1 - tanh^2) / 2 * w; so d = sinh(g) / ||w||.
    assertThat(
            ReferenceMargin.distance(
                TWO_CLASSES,
                TWO_CLASSES_PARAMETERS,
                POINT[0],
                0,
                1,
                0,
                ReferenceOptions.ofTap(0, 1).withScore(Score.PROBABILITIES)))
        .isCloseTo(Math.sinh(3) / 5, within(1e-13));
  }

  @Test
  void competitorsAreThoseOfTheHighestScore() {
    ReferenceNetwork network = ReferenceNetworks.linear(1, 5);
    double[] parameters = {0, 0, 0, 0, 0, 3, 7, 3, 9, 1};
    ReferenceOptions options = ReferenceOptions.ofTap(0, 1);
    double[] input = {0};
    assertThat(ReferenceMargin.competitors(network, parameters, input, 3, options))
        .containsExactly(1, 0, 2, 4);
    assertThat(ReferenceMargin.competitors(network, parameters, input, 1, options.withTopK(2)))
        .containsExactly(3, 0);
  }

  @Test
  void violationsHaveNoGradientAtOrBeyondTheirKinks() {
    Dual at = Dual.variable(1, 0, 1);
    assertThat(ReferenceMargin.violation(at, 1, 2).derivative(0)).isZero();
    assertThat(ReferenceMargin.violation(at, 3, 2).derivative(0)).isEqualTo(-1);
    Dual far = Dual.variable(-3, 0, 1);
    assertThat(ReferenceMargin.violation(far, 3, 2).value()).isEqualTo(6);
    assertThat(ReferenceMargin.violation(far, 3, 2).derivative(0)).isZero();
    assertThat(ReferenceMargin.violation(far, 3, INFINITY).derivative(0)).isEqualTo(-1);
  }

  @Test
  void aCapOnlyShortensTheStepAndTheRestIsLinear() {
    // The step of length 3/5 is cut to 0.2; the remaining gap 2 is worth 2/5.
    ReferenceOptions options =
        ReferenceOptions.ofTap(0, 1).withGradient(Boundary.of(3, 0.2, NO_BOX));
    assertThat(lossByHand(0, options)).isCloseTo(1 - 0.6, within(1e-14));
    double[] point =
        ReferenceMargin.boundaryPoint(
            TWO_CLASSES, TWO_CLASSES_PARAMETERS, POINT[0], 0, 1, 0, options);
    assertThat(point)
        .containsExactly(new double[] {2 - 0.2 * 3 / 5, 1 + 0.2 * 4 / 5}, within(1e-14));
  }

  @Test
  void stepsStartFromTheSampleOrFromThePointReached() {
    // f_0 - f_1 = 13 - relu(x + 5) - relu(y + 5) - 2 relu(x - 1). From (0, 0) the first step leads
    // to (1.5, 1.5), where the gap is -1 and its gradient (-3, -1).
    ReferenceNetwork network =
        new ReferenceNetwork(
            List.of(2),
            List.of(
                Block.of("hidden", new Linear(2, 3), new Relu()),
                Block.of("logits", new Linear(3, 2))));
    double[] parameters = {1, 0, 0, 1, 1, 0, 5, 5, -1, 0, 0, 0, 1, 1, 2, 13, 0};
    double[] origin = {0, 0};
    Boundary boundary = Boundary.of(2, INFINITY, NO_BOX);
    ReferenceOptions fromSample = ReferenceOptions.ofTap(0, 1).withGradient(boundary);
    ReferenceOptions fromPoint = fromSample.withGradient(boundary.with(Path.FROM_POINT));
    // From there the linearised boundary, 3 x + y = 5, is 1/10 of (3, 1) away.
    assertThat(ReferenceMargin.boundaryPoint(network, parameters, origin, 0, 1, 0, fromPoint))
        .containsExactly(new double[] {1.2, 1.4}, within(1e-14));
    assertThat(ReferenceMargin.distance(network, parameters, origin, 0, 1, 0, fromPoint))
        .isCloseTo(Math.hypot(1.2, 1.4), within(1e-14));
    // From the origin it is 5/10 of (3, 1) away.
    assertThat(ReferenceMargin.boundaryPoint(network, parameters, origin, 0, 1, 0, fromSample))
        .containsExactly(new double[] {1.5, 0.5}, within(1e-14));
    assertThat(ReferenceMargin.distance(network, parameters, origin, 0, 1, 0, fromSample))
        .isCloseTo(Math.hypot(1.5, 0.5), within(1e-14));
  }

  @Test
  void theCompetitorCanBeTheStrongestAtEveryPoint() {
    // f = (0, x - 1, 5 x - 2) at 0: class 1 is the strongest competitor at the sample, class 2 at
    // its boundary x = 1, where the gap to it is -3 and the slope 5.
    ReferenceNetwork network = ReferenceNetworks.linear(1, 3);
    double[] parameters = {0, 1, 5, 0, -1, -2};
    double[] origin = {0};
    for (int r = 1; r <= 2; r++) {
      Boundary boundary = Boundary.of(r, INFINITY, NO_BOX);
      ReferenceOptions fixed = ReferenceOptions.ofTap(0, 1).withTopK(1).withGradient(boundary);
      ReferenceOptions strongest = fixed.withGradient(boundary.with(Rival.STRONGEST));
      assertThat(ReferenceMargin.distance(network, parameters, origin, 0, 1, 0, fixed))
          .isEqualTo(1);
      assertThat(ReferenceMargin.distance(network, parameters, origin, 0, 1, 0, strongest))
          .isCloseTo(0.4, within(1e-15));
      // The gradient is class 2's: of d = -f_2 / 5 with respect to its bias.
      assertThat(
              ReferenceMargin.distanceGradient(network, parameters, origin, 0, 1, 0, strongest)[5])
          .isCloseTo(-0.2, within(1e-15));
    }
  }

  @Test
  void misclassifiedSamplesCanKeepTheFormulaAtTheSample() {
    Boundary boundary = Boundary.of(2, INFINITY, NO_BOX);
    ReferenceOptions refined = ReferenceOptions.ofTap(0, 1).withGradient(boundary);
    ReferenceOptions linear =
        ReferenceOptions.ofTap(0, 1).withGradient(boundary.with(Misclassified.LINEAR));
    double[] input = POINT[0];
    assertThat(
            ReferenceMargin.boundaryPoint(
                TWO_CLASSES, TWO_CLASSES_PARAMETERS, input, 1, 0, 0, linear))
        .containsExactly(input);
    assertThat(
            ReferenceMargin.distanceGradient(
                TWO_CLASSES, TWO_CLASSES_PARAMETERS, input, 1, 0, 0, linear))
        .containsExactly(
            ReferenceMargin.distanceGradient(
                TWO_CLASSES, TWO_CLASSES_PARAMETERS, input, 1, 0, 0, ReferenceOptions.ofTap(0, 1)));
    assertThat(gradientByHand(linear)).containsExactly(gradientByHand(refined));
  }

  @Test
  void inABoxTheStepEndsAtTheBoundAndOnlyFreeCoordinatesCount() {
    // With l-infinity from (2, 1) towards (-, +) both coordinates move by 3/7 and stay in the box
    // [1, 2].
    Boundary boundary = Boundary.of(1, INFINITY, Optional.of(new Box(1, 2)));
    ReferenceOptions options =
        ReferenceOptions.ofTap(0, 1).withNorm(INFINITY).withGradient(boundary);
    assertThat(lossByHand(0, options)).isCloseTo(1 - 3.0 / 7, within(1e-14));

    // At (2, 2) with class 1 the label the gap is 8 - 7 = 1, its gradient (-3, 4): x would grow but
    // is at its bound, y
    // falls by 1/4.
    double[] corner = {2, 2};
    assertThat(
            ReferenceMargin.boundaryPoint(
                TWO_CLASSES, TWO_CLASSES_PARAMETERS, corner, 1, 0, 0, options))
        .containsExactly(2, 1.75);
    ReferenceOptions free = options.withGradient(boundary.with(NormOver.FREE_COORDINATES));
    double all =
        ReferenceMargin.distanceGradient(
            TWO_CLASSES, TWO_CLASSES_PARAMETERS, corner, 1, 0, 0, options)[5];
    double onlyFree =
        ReferenceMargin.distanceGradient(
            TWO_CLASSES, TWO_CLASSES_PARAMETERS, corner, 1, 0, 0, free)[5];
    assertThat(all).isCloseTo(1.0 / 7, within(1e-15));
    // A bias of 1 + e makes the gap 1 + e, and y fall by (1 + e) / 4.
    assertThat(onlyFree).isCloseTo(1.0 / 4, within(1e-15));
  }

  private static double lossByHand(int label, ReferenceOptions options) {
    return ReferenceMargin.loss(
        TWO_CLASSES, TWO_CLASSES_PARAMETERS, POINT, new int[] {label}, options);
  }

  private static double[] gradientByHand(ReferenceOptions options) {
    return ReferenceMargin.gradient(
        TWO_CLASSES, TWO_CLASSES_PARAMETERS, POINT, new int[] {0}, options);
  }
}
