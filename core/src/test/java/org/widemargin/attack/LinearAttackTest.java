package org.widemargin.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.attack.SampleOutcome.Status;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.Batches;
import org.widemargin.norm.Norm;

/** Attacks within a ball on linear models, where what can be reached is known in closed form. */
class LinearAttackTest {
  private static final int SAMPLES = 60;

  /** Relative room around the closed form in which float32 decides. */
  private static final double EXACT = 1e-4;

  /** The same for attacks that only come near the best point in a finite number of steps. */
  private static final double NEAR = 0.02;

  /** And for a search at random. */
  private static final double HALF = 0.5;

  private static final Fab FAB = new Fab("fab", 0, 30, 1);
  private static final Fab FAB_TARGETED = new Fab("fab-t", 3, 30, 1);

  static Stream<Arguments> onTwoClasses() {
    List<Attack> exact =
        List.of(
            new Fgsm(),
            IteratedGradientSign.ifgsm(),
            IteratedGradientSign.onMargin(),
            DeepFool.standard(),
            FAB,
            FAB_TARGETED);
    List<Attack> near =
        List.of(
            AutoPgd.crossEntropy(Norm.LINF),
            AutoPgd.ratio(Norm.LINF),
            ProjectedGradientDescent.on(UntargetedLoss.MARGIN, 60),
            ProjectedGradientDescent.on(UntargetedLoss.CROSS_ENTROPY, 60),
            ProjectedGradientDescent.on(UntargetedLoss.DLR, 60),
            new ProjectedGradientDescent("momentum", UntargetedLoss.MARGIN, 0.1, 60, 1, 0.75));
    return Stream.of(
            inEveryNorm(exact, EXACT),
            inEveryNorm(near, NEAR),
            inEveryNorm(List.of(new Square(1000)), HALF))
        .flatMap(each -> each);
  }

  /** Attacks that do not depend on which wrong class leads at first. */
  static Stream<Arguments> onFourClasses() {
    return Stream.concat(
        inEveryNorm(List.of(FAB, FAB_TARGETED, DeepFool.standard()), EXACT),
        inEveryNorm(List.of(AutoPgd.targeted(Norm.LINF)), NEAR));
  }

  private static Stream<Arguments> inEveryNorm(List<Attack> attacks, double room) {
    return attacks.stream()
        .flatMap(
            attack ->
                Stream.of(Norm.LINF, Norm.L2, Norm.L1)
                    .map(norm -> Arguments.of(attack, norm, room)));
  }

  @ParameterizedTest
  @MethodSource("onTwoClasses")
  void breaksExactlyWhatIsWithinReachOfTwoClasses(Attack attack, Norm norm, double room) {
    try (LinearModel model = LinearModel.random(2, 12, 3)) {
      assertBreaksWhatIsWithinReach(model, attack, norm, room);
    }
  }

  @ParameterizedTest
  @MethodSource("onFourClasses")
  void breaksWhatIsWithinReachOfFourClasses(Attack attack, Norm norm, double room) {
    try (LinearModel model = LinearModel.random(4, 12, 8)) {
      assertBreaksWhatIsWithinReach(model, attack, norm, room);
    }
  }

  private static void assertBreaksWhatIsWithinReach(
      LinearModel model, Attack attack, Norm norm, double room) {
    Dataset dataset = model.table(SAMPLES, 4);
    double epsilon = median(model, dataset, norm);
    ThreatModel threat = new ThreatModel(norm, epsilon, Optional.empty());
    AttackResult result = new AttackRun(threat, 5, 16).run(attack, model, dataset);
    int decided = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double distance = model.distance(dataset.sample(i), dataset.label(i), norm);
      Status found = result.outcomes().get(i).status();
      if (distance > epsilon * (1 + EXACT) || distance < epsilon * (1 - room)) {
        assertThat(found)
            .as("sample %d at distance %s, epsilon %s", i, distance, epsilon)
            .isEqualTo(expected(distance, epsilon));
        decided++;
      }
    }
    assertThat(decided).isGreaterThan(SAMPLES * 3 / 4);
    assertThat(result.count(Status.BROKEN)).isPositive();
    assertThat(result.count(Status.STANDING)).isPositive();
    assertThat(result.count(Status.MISCLASSIFIED)).isPositive();
  }

  static Stream<Attack> intoTheCorner() {
    return Stream.of(
        new Fgsm(),
        IteratedGradientSign.ifgsm(),
        IteratedGradientSign.onMargin(),
        AutoPgd.crossEntropy(Norm.LINF),
        FAB,
        FAB_TARGETED,
        new Square(2000));
  }

  @ParameterizedTest
  @MethodSource("intoTheCorner")
  void reachesTheCornerOfBallAndRange(Attack attack) {
    double epsilon = 0.2;
    try (LinearModel model = LinearModel.random(2, 12, 3)) {
      Dataset dataset = model.images(SAMPLES, 6);
      AttackRun run = new AttackRun(ThreatModel.onPixels(Norm.LINF, epsilon), 5, 16);
      AttackResult result = run.run(attack, model, dataset);
      for (int i = 0; i < SAMPLES; i++) {
        float[] sample = dataset.sample(i);
        int label = dataset.label(i);
        if (model.lead(sample, label) > 0) {
          double worst = model.leadInBox(sample, label, Norm.LINF, epsilon);
          assertThat(result.outcomes().get(i).status())
              .as("sample %d whose lead falls to %s", i, worst)
              .isEqualTo(worst > 0 ? Status.STANDING : Status.BROKEN);
        }
      }
    }
  }

  static Stream<Arguments> inBallAndRange() {
    List<Attack> exact = List.of(FAB, FAB_TARGETED);
    List<Attack> near =
        List.of(
            AutoPgd.crossEntropy(Norm.LINF),
            AutoPgd.ratio(Norm.LINF),
            AutoPgd.targeted(Norm.LINF),
            ProjectedGradientDescent.on(UntargetedLoss.MARGIN, 200));
    return Stream.concat(inEveryNorm(exact, EXACT), inEveryNorm(near, NEAR));
  }

  /** The room is that of the lead at the worst point, as a share of the clean lead. */
  @ParameterizedTest
  @MethodSource("inBallAndRange")
  void findsTheWorstPointOfBallAndRange(Attack attack, Norm norm, double room) {
    double epsilon = norm.equals(Norm.LINF) ? 0.2 : norm.equals(Norm.L2) ? 0.6 : 1.5;
    try (LinearModel model = LinearModel.random(2, 12, 3)) {
      Dataset dataset = model.images(SAMPLES, 6);
      AttackRun run = new AttackRun(ThreatModel.onPixels(norm, epsilon), 5, 16);
      AttackResult result = run.run(attack, model, dataset);
      int decided = 0;
      for (int i = 0; i < SAMPLES; i++) {
        float[] sample = dataset.sample(i);
        int label = dataset.label(i);
        double clean = model.lead(sample, label);
        double worst = model.leadInBox(sample, label, norm, epsilon);
        if (clean > 0 && (worst > EXACT * clean || worst < -room * clean)) {
          assertThat(result.outcomes().get(i).status())
              .as("sample %d whose lead falls from %s to %s", i, clean, worst)
              .isEqualTo(worst > 0 ? Status.STANDING : Status.BROKEN);
          decided++;
        }
      }
      assertThat(decided).isGreaterThan(SAMPLES * 3 / 4);
      assertThat(result.count(Status.BROKEN)).isPositive();
      assertThat(result.count(Status.STANDING)).isPositive();
    }
  }

  /**
   * With one feature the ball is an interval in every norm, and a uniform draw from it is beyond
   * the boundary with probability (1 - distance / epsilon) / 2.
   */
  @ParameterizedTest
  @ValueSource(strings = {"linf", "l2", "l1"})
  void uniformNoiseBreaksTheShareThatLiesBeyondTheBoundary(String name) {
    Norm norm = Norm.parse(name);
    int samples = 4000;
    double epsilon = 0.8;
    try (LinearModel model = LinearModel.random(2, 1, 3)) {
      Dataset dataset = model.table(samples, 4);
      ThreatModel threat = new ThreatModel(norm, epsilon, Optional.empty());
      AttackResult result = new AttackRun(threat, 5, 1000).run(new UniformNoise(1), model, dataset);
      double expected = 0;
      double variance = 0;
      for (int i = 0; i < samples; i++) {
        double distance = model.distance(dataset.sample(i), dataset.label(i), norm);
        double share = distance > 0 ? Math.max(0, (1 - distance / epsilon) / 2) : 0;
        expected += share;
        variance += share * (1 - share);
      }
      assertThat((double) result.count(Status.BROKEN))
          .as("four standard deviations, seed 5")
          .isCloseTo(expected, within(4 * Math.sqrt(variance)));
      assertThat(expected).isGreaterThan(samples / 10.0);
    }
  }

  static Stream<Arguments> minimumNorm() {
    return Stream.of(Norm.LINF, Norm.L2, Norm.L1)
        .flatMap(
            norm ->
                Stream.of(
                    Arguments.of(FAB, norm, 1.002),
                    Arguments.of(FAB_TARGETED, norm, 1.002),
                    Arguments.of(DeepFool.standard(), norm, 1.0201)));
  }

  @ParameterizedTest
  @MethodSource("minimumNorm")
  void findsTheDistanceToTheBoundary(MinimumNormAttack attack, Norm norm, double factor) {
    try (LinearModel model = LinearModel.random(4, 12, 8)) {
      Dataset dataset = model.table(SAMPLES, 4);
      int[] samples = Batches.first(SAMPLES);
      AttackResult result =
          new MinimumNormRun(norm, Optional.empty(), 1, 25).run(attack, model, dataset, samples);
      for (int i = 0; i < SAMPLES; i++) {
        double distance = model.distance(dataset.sample(i), dataset.label(i), norm);
        SampleOutcome outcome = result.outcomes().get(i);
        if (distance <= 0) {
          assertThat(outcome.status()).isEqualTo(Status.MISCLASSIFIED);
        } else {
          assertThat(outcome.status()).isEqualTo(Status.BROKEN);
          assertThat(outcome.distance())
              .as("sample %d", i)
              .isBetween(distance * (1 - EXACT), distance * factor + 1.1e-4);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("minimumNorm")
  void withinABallTheNearestPointIsGivenToo(
      MinimumNormAttack attack, Norm norm, double ignoredFactor) {
    try (LinearModel model = LinearModel.random(4, 12, 8)) {
      Dataset dataset = model.table(SAMPLES, 4);
      int[] samples = Batches.first(SAMPLES);
      AttackResult nearest =
          new MinimumNormRun(norm, Optional.empty(), 1, 25).run(attack, model, dataset, samples);
      ThreatModel wide = new ThreatModel(norm, 100, Optional.empty());
      AttackResult inside = new AttackRun(wide, 1, 25).run(attack, model, dataset);
      for (int i = 0; i < SAMPLES; i++) {
        double distance = nearest.outcomes().get(i).distance();
        assertThat(inside.outcomes().get(i).distance())
            .as("sample %d", i)
            .isCloseTo(distance, within(EXACT * distance));
      }
    }
  }

  private static Status expected(double distance, double epsilon) {
    if (distance <= 0) {
      return Status.MISCLASSIFIED;
    }
    return distance < epsilon ? Status.BROKEN : Status.STANDING;
  }

  private static double median(LinearModel model, Dataset dataset, Norm norm) {
    double[] distances = new double[dataset.size()];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = model.distance(dataset.sample(i), dataset.label(i), norm);
    }
    Arrays.sort(distances);
    return distances[distances.length / 2];
  }
}
