package org.widemargin.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.attack.SampleOutcome.Status;
import org.widemargin.data.Dataset;
import org.widemargin.margin.Norm;

/** Attacks within a ball on linear models, where what can be reached is known in closed form. */
class LinearAttackTest {
  private static final int SAMPLES = 60;

  /** Relative room around the closed form in which float32 decides. */
  private static final double UNDECIDED = 1e-4;

  static Stream<Arguments> exactOnTwoClasses() {
    return attacksAndNorms(
        List.of(new Fgsm(), IteratedGradientSign.ifgsm(), IteratedGradientSign.onMargin()));
  }

  static Stream<Arguments> attacksAndNorms(List<Attack> attacks) {
    return attacks.stream()
        .flatMap(
            attack ->
                Stream.of(Norm.LINF, Norm.L2, Norm.L1).map(norm -> Arguments.of(attack, norm)));
  }

  @ParameterizedTest
  @MethodSource("exactOnTwoClasses")
  void breaksExactlyWhatIsWithinReachOfTwoClasses(Attack attack, Norm norm) {
    try (LinearModel model = LinearModel.random(2, 12, 3)) {
      Dataset dataset = model.table(SAMPLES, 4);
      double epsilon = median(model, dataset, norm);
      ThreatModel threat = new ThreatModel(norm, epsilon, Optional.empty());
      AttackResult result = new AttackRun(threat, 5, 16).run(attack, model, dataset);
      int decided = 0;
      for (int i = 0; i < SAMPLES; i++) {
        double distance = model.distance(dataset.sample(i), dataset.label(i), norm);
        if (Math.abs(distance - epsilon) > UNDECIDED * epsilon) {
          assertThat(result.outcomes().get(i).status())
              .as("sample %d at distance %s, epsilon %s", i, distance, epsilon)
              .isEqualTo(expected(distance, epsilon));
          decided++;
        }
      }
      assertThat(decided).isGreaterThan(SAMPLES - 5);
      assertThat(result.count(Status.BROKEN)).isPositive();
      assertThat(result.count(Status.STANDING)).isPositive();
      assertThat(result.count(Status.MISCLASSIFIED)).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("exactOnTwoClasses")
  void reachesTheCornerOfBallAndRangeOnTwoClasses(Attack attack, Norm norm) {
    if (!norm.equals(Norm.LINF)) {
      return;
    }
    double epsilon = 0.2;
    try (LinearModel model = LinearModel.random(2, 12, 3)) {
      Dataset dataset = model.images(SAMPLES, 6);
      AttackRun run = new AttackRun(ThreatModel.onPixels(norm, epsilon), 5, 16);
      AttackResult result = run.run(attack, model, dataset);
      for (int i = 0; i < SAMPLES; i++) {
        float[] sample = dataset.sample(i);
        int label = dataset.label(i);
        if (model.lead(sample, label) > 0) {
          double worst = model.leadInBox(sample, label, epsilon);
          assertThat(result.outcomes().get(i).status())
              .as("sample %d whose lead falls to %s", i, worst)
              .isEqualTo(worst > 0 ? Status.STANDING : Status.BROKEN);
        }
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
    java.util.Arrays.sort(distances);
    return distances[distances.length / 2];
  }
}
