package org.widemargin.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.attack.SampleOutcome.Status;
import org.widemargin.data.Dataset;
import org.widemargin.data.ValidRange;
import org.widemargin.evaluate.Classifier;
import org.widemargin.evaluate.Decision;
import org.widemargin.network.InputBatch;
import org.widemargin.network.Network;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** What holds for every attack on any network. */
class AttackInvariantsTest {
  private static final int SAMPLES = 24;
  private static final long SEED = 11;
  private static final List<Norm> NORMS = List.of(Norm.LINF, Norm.L2, Norm.L1);

  static Stream<Arguments> everyAttackInEveryNorm() {
    return NORMS.stream().flatMap(norm -> attacks(norm).map(attack -> Arguments.of(attack, norm)));
  }

  private static Stream<Attack> attacks(Norm norm) {
    return Stream.of(
        new UniformNoise(3),
        new Fgsm(),
        IteratedGradientSign.ifgsm(),
        IteratedGradientSign.onMargin(),
        new ProjectedGradientDescent("pgd", UntargetedLoss.DLR, 0.2, 10, 2, 0.75),
        new AutoPgd("apgd", new AutoPgd.Objective.Untargeted(UntargetedLoss.DLR), 25, 2, 1),
        new AutoPgd("apgd-ce", AutoPgd.crossEntropy(norm).objective(), 25, 1, 2),
        new AutoPgd("apgd-t", new AutoPgd.Objective.Targeted(3), 25, 1, 1),
        new Fab("fab", 0, 15, 2),
        new Fab("fab-t", 3, 15, 1),
        DeepFool.standard(),
        new Square(150));
  }

  @ParameterizedTest
  @MethodSource("everyAttackInEveryNorm")
  void pointsStayInBallAndRangeAndVerdictsAreTrue(Attack attack, Norm norm) {
    try (Network network = SmallNetworks.convolutional(1)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), SAMPLES, 2);
      AttackResult result = run(norm, SAMPLES).run(attack, Classifier.of(network), dataset);
      for (int i = 0; i < SAMPLES; i++) {
        SampleOutcome outcome = result.outcomes().get(i);
        float[] point = result.point(i);
        double length = length(norm, dataset.sample(i), point);
        assertThat(length).as("sample %d", i).isLessThanOrEqualTo(epsilon(norm) + 1e-6);
        assertThat(length).as("sample %d", i).isCloseTo(outcome.distance(), within(1e-9));
        for (float element : point) {
          assertThat(element).isBetween(0f, 1f);
        }
        boolean correct = isCorrect(network, dataset.label(i), point);
        assertThat(outcome.status() == Status.STANDING).as("sample %d", i).isEqualTo(correct);
        if (i % 8 == 0) {
          assertThat(outcome.status()).isEqualTo(Status.MISCLASSIFIED);
          assertThat(point).isEqualTo(dataset.sample(i));
        }
      }
      assertThat(result.unconfirmed()).isZero();
    }
  }

  /** A bare function has only autograd's way back; steps may turn on the last bit of a sign. */
  @ParameterizedTest
  @MethodSource("everyAttackInEveryNorm")
  void theNetworksOwnGradientsBreakWhatAutogradsBreak(Attack attack, Norm norm) {
    try (Network network = SmallNetworks.convolutional(1)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), SAMPLES, 2);
      AttackResult swept = run(norm, SAMPLES).run(attack, Classifier.of(network), dataset);
      AttackResult recorded =
          run(norm, SAMPLES)
              .run(attack, Classifier.byAutograd(Device.CPU, network::logits), dataset);
      assertThat(swept.outcomes().stream().map(SampleOutcome::status))
          .containsExactlyElementsOf(
              recorded.outcomes().stream().map(SampleOutcome::status).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("everyAttackInEveryNorm")
  void theBatchSizeAndTheNeighboursDoNotMatter(Attack attack, Norm norm) {
    try (Network network = SmallNetworks.convolutional(1)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), SAMPLES, 2);
      AttackResult whole = run(norm, SAMPLES).run(attack, Classifier.of(network), dataset);
      AttackResult parts = run(norm, 5).run(attack, Classifier.of(network), dataset);
      AttackResult again = run(norm, SAMPLES).run(attack, Classifier.of(network), dataset);
      int[] some = {3, 9, 10, 20};
      AttackResult few = run(norm, SAMPLES).run(attack, Classifier.of(network), dataset, some);
      for (int i = 0; i < SAMPLES; i++) {
        assertThat(again.point(i)).as("sample %d", i).isEqualTo(whole.point(i));
        assertSame(parts, i, whole, i);
      }
      for (int i = 0; i < some.length; i++) {
        assertSame(few, i, whole, some[i]);
      }
    }
  }

  /**
   * Matrix products sum in another order in batches of another size, so the last bits may differ.
   */
  private static void assertSame(AttackResult a, int i, AttackResult b, int j) {
    assertThat(a.outcomes().get(i).sample()).isEqualTo(b.outcomes().get(j).sample());
    assertThat(a.outcomes().get(i).status()).isEqualTo(b.outcomes().get(j).status());
    assertThat(a.point(i)).as("sample %d", j).containsExactly(b.point(j), within(1e-4f));
  }

  static Stream<Arguments> climbers() {
    return NORMS.stream()
        .flatMap(
            norm ->
                Stream.of(UntargetedLoss.values())
                    .flatMap(
                        loss ->
                            Stream.of(
                                Arguments.of(
                                    new ProjectedGradientDescent("pgd", loss, 0.1, 5, 1, 0),
                                    loss,
                                    norm))));
  }

  @ParameterizedTest
  @MethodSource("climbers")
  void thePointOfAClimbNeverHasALowerLossThanTheCleanSample(
      Attack attack, AttackLoss loss, Norm norm) {
    assertNoLowerLoss(attack, loss, norm, 0.01);
  }

  @ParameterizedTest
  @MethodSource("everyAttackInEveryNorm")
  void aSampleThatStandsIsNoFartherFromTheBoundaryAfterASearchThatKeepsTheBest(
      Attack attack, Norm norm) {
    if (attack instanceof AutoPgd || attack instanceof UniformNoise || attack instanceof Square) {
      assertNoLowerLoss(attack, UntargetedLoss.MARGIN, norm, 0.02);
    }
  }

  private static void assertNoLowerLoss(
      Attack attack, AttackLoss loss, Norm norm, double shareOfEpsilon) {
    try (Network network = SmallNetworks.convolutional(1)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), SAMPLES, 2);
      ThreatModel small = threat(norm).withEpsilon(epsilon(norm) * shareOfEpsilon);
      AttackResult result =
          new AttackRun(small, SEED, SAMPLES).run(attack, Classifier.of(network), dataset);
      assertThat(result.count(Status.STANDING)).isPositive();
      for (int i = 0; i < SAMPLES; i++) {
        if (result.outcomes().get(i).status() == Status.STANDING) {
          double before = loss(network, loss, dataset.label(i), dataset.sample(i));
          double after = loss(network, loss, dataset.label(i), result.point(i));
          assertThat(after).as("sample %d", i).isGreaterThanOrEqualTo(before - 1e-5);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyAttackInEveryNorm")
  void atEpsilonZeroNothingIsBroken(Attack attack, Norm norm) {
    try (Network network = SmallNetworks.convolutional(1)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), SAMPLES, 2);
      AttackRun run = new AttackRun(threat(norm).withEpsilon(0), SEED, 10);
      AttackResult result = run.run(attack, Classifier.of(network), dataset);
      assertThat(result.count(SampleOutcome.Status.BROKEN)).isZero();
    }
  }

  /** Restarts keep the worst of every sample, not the worst run. */
  @Test
  void moreRestartsNeverBreakLess() {
    try (Network network = SmallNetworks.convolutional(1)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), SAMPLES, 2);
      ThreatModel small = threat(Norm.LINF).withEpsilon(0.02);
      List<AttackResult> byRestarts = new ArrayList<>();
      for (int restarts = 1; restarts <= 4; restarts++) {
        Attack attack =
            new ProjectedGradientDescent("pgd", UntargetedLoss.MARGIN, 0.5, 1, restarts, 0);
        byRestarts.add(
            new AttackRun(small, SEED, SAMPLES).run(attack, Classifier.of(network), dataset));
      }
      for (int r = 1; r < byRestarts.size(); r++) {
        for (int i = 0; i < SAMPLES; i++) {
          if (byRestarts.get(r - 1).outcomes().get(i).status() == Status.BROKEN) {
            assertThat(byRestarts.get(r).outcomes().get(i).status())
                .as("sample %d after %d restarts", i, r)
                .isEqualTo(Status.BROKEN);
          }
        }
      }
      assertThat(byRestarts.get(3).count(Status.BROKEN)).isPositive();
      assertThat(byRestarts.get(3).count(Status.STANDING)).isPositive();
    }
  }

  @Test
  void randomStartsAreAsFarAwayAsTheySay() {
    try (Network network = SmallNetworks.convolutional(1)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), SAMPLES, 2);
      for (Norm norm : List.of(Norm.LINF, Norm.L2)) {
        double epsilon = epsilon(norm);
        StartsOnly attack = new StartsOnly();
        new AttackRun(new ThreatModel(norm, epsilon, Optional.empty()), SEED, SAMPLES)
            .toTheEnd(attack, Classifier.of(network), dataset, new int[] {1, 2, 3, 4})
            .outcomes()
            .forEach(
                outcome ->
                    assertThat(outcome.distance()).as("%s", norm).isCloseTo(epsilon, within(1e-6)));
      }
    }
  }

  private record StartsOnly() implements Attack {
    @Override
    public String name() {
      return "starts";
    }

    @Override
    public double passes(int classes) {
      return 1;
    }

    @Override
    public Tensor search(AttackedBatch attacked) {
      return Starts.onSurface(attacked, attacked.threat(), "start");
    }
  }

  @Test
  void theNetworkStaysAsItIs() {
    try (Network network = SmallNetworks.convolutional(1)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), SAMPLES, 2);
      Map<String, float[]> before = values(network);
      for (Attack attack : attacks(Norm.LINF).toList()) {
        run(Norm.LINF, SAMPLES).run(attack, Classifier.of(network), dataset);
      }
      Map<String, float[]> after = values(network);
      before.forEach((name, values) -> assertThat(after.get(name)).isEqualTo(values));
      network
          .parameters()
          .forEach((name, parameter) -> assertThat(parameter.grad().defined()).isFalse());
    }
  }

  @Test
  void otherSeedsGiveOtherPoints() {
    try (Network network = SmallNetworks.convolutional(1)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), SAMPLES, 2);
      Attack attack = new UniformNoise(1);
      AttackResult one = run(Norm.L2, SAMPLES).run(attack, Classifier.of(network), dataset);
      AttackResult other =
          new AttackRun(threat(Norm.L2), SEED + 1, SAMPLES)
              .run(attack, Classifier.of(network), dataset);
      // Sample 0 is not attacked.
      assertThat(one.point(1)).isNotEqualTo(other.point(1));
    }
  }

  @Test
  void noTensorOutlivesAnAttack() {
    try (Network network = SmallNetworks.convolutional(1)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), SAMPLES, 2);
      for (Attack attack : attacks(Norm.LINF).toList()) {
        run(Norm.LINF, 10).run(attack, Classifier.of(network), dataset);
        long before = Scope.liveObjects();
        run(Norm.LINF, 10).run(attack, Classifier.of(network), dataset);
        assertThat(Scope.liveObjects()).as(attack.name()).isEqualTo(before);
      }
    }
  }

  @Test
  void strongerAttacksBreakAtLeastAsMuch() {
    try (Network network = SmallNetworks.convolutional(1)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), SAMPLES, 2);
      AttackRun run = run(Norm.LINF, SAMPLES);
      double noise = run.run(new UniformNoise(3), Classifier.of(network), dataset).robustAccuracy();
      double fgsm = run.run(new Fgsm(), Classifier.of(network), dataset).robustAccuracy();
      double apgd =
          run.run(AutoPgd.targeted(Norm.LINF), Classifier.of(network), dataset).robustAccuracy();
      assertThat(noise).isGreaterThan(fgsm);
      assertThat(fgsm).isGreaterThanOrEqualTo(apgd);
      List<AttackResult> both =
          List.of(
              run.run(new Fgsm(), Classifier.of(network), dataset),
              run.run(AutoPgd.targeted(Norm.LINF), Classifier.of(network), dataset));
      assertThat(both.get(1).count(Status.BROKEN))
          .isGreaterThanOrEqualTo(both.get(0).count(Status.BROKEN));
    }
  }

  private static AttackRun run(Norm norm, int batchSize) {
    return new AttackRun(threat(norm), SEED, batchSize);
  }

  private static ThreatModel threat(Norm norm) {
    return new ThreatModel(norm, epsilon(norm), Optional.of(ValidRange.UNIT));
  }

  private static double epsilon(Norm norm) {
    if (norm.equals(Norm.LINF)) {
      return 0.06;
    }
    return norm.equals(Norm.L2) ? 0.5 : 3;
  }

  private static double length(Norm norm, float[] from, float[] to) {
    double sum = 0;
    double largest = 0;
    for (int i = 0; i < from.length; i++) {
      double step = Math.abs((double) to[i] - from[i]);
      sum += norm.equals(Norm.L2) ? step * step : step;
      largest = Math.max(largest, step);
    }
    if (norm.equals(Norm.LINF)) {
      return largest;
    }
    return norm.equals(Norm.L2) ? Math.sqrt(sum) : sum;
  }

  private static boolean isCorrect(Network network, int label, float[] point) {
    try (Scope scope = Scope.open()) {
      Tensor logits = network.logits(Tensors.of(Device.CPU, point, 1, 2, 8, 8));
      return Decision.correct(logits, Tensors.labels(Device.CPU, label))[0];
    }
  }

  private static double loss(Network network, AttackLoss loss, int label, float[] point) {
    try (Scope scope = Scope.open()) {
      Tensor logits = network.logits(Tensors.of(Device.CPU, point, 1, 2, 8, 8));
      return Tensors.toDouble(loss.of(logits, Tensors.labels(Device.CPU, label)));
    }
  }

  private static Map<String, float[]> values(Network network) {
    Map<String, float[]> values = new TreeMap<>();
    network.state().forEach((name, tensor) -> values.put(name, Tensors.toFloats(tensor)));
    return values;
  }

  @Test
  void samplesGivenInAnyOrderKeepTheirOwnResult() {
    try (Network network = SmallNetworks.convolutional(1)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), SAMPLES, 2);
      AttackRun run = run(Norm.LINF, 3);
      int[] order = {5, 2, 7};
      AttackResult result = run.run(new UniformNoise(1), Classifier.of(network), dataset, order);
      assertThat(result.outcomes().stream().map(SampleOutcome::sample)).containsExactly(5, 2, 7);
      AttackResult whole = run.run(new UniformNoise(1), Classifier.of(network), dataset);
      assertThat(result.point(2)).isEqualTo(whole.point(7));
      try (Scope scope = Scope.open()) {
        assertThat(Tensors.toInts(InputBatch.labels(dataset, order, Device.CPU)))
            .containsExactly(dataset.label(5), dataset.label(2), dataset.label(7));
      }
    }
  }
}
