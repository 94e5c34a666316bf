package org.widemargin.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.widemargin.attack.SampleOutcome.Status;
import org.widemargin.data.Dataset;
import org.widemargin.data.ValidRange;
import org.widemargin.error.InputException;
import org.widemargin.evaluate.Classifier;
import org.widemargin.norm.Norm;
import org.widemargin.robustness.AdversarialExamples;
import org.widemargin.torch.Device;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Tensors;

/** The template: it believes no attack, and counts every adversarial point it was shown. */
class AttackRunTest {
  /** Two features are the logits of two classes. */
  private static final Classifier IDENTITY = Classifier.byAutograd(Device.CPU, inputs -> inputs);

  private static final Dataset ONE =
      Dataset.table("one", 2, new float[] {0.6f, 0.4f}, new int[] {0}, List.of("a", "b"));

  private static AttackRun run(double epsilon) {
    return new AttackRun(new ThreatModel(Norm.LINF, epsilon, Optional.of(ValidRange.UNIT)), 0, 10);
  }

  private interface Search {
    Tensor in(AttackedBatch attacked);
  }

  private record Scripted(Search script) implements Attack {
    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public double passes(int classes) {
      return 1;
    }

    @Override
    public Tensor search(AttackedBatch attacked) {
      return script.in(attacked);
    }
  }

  private static Tensor shifted(AttackedBatch attacked, double shift) {
    Tensor direction = Tensors.of(Device.CPU, new float[] {-1, 1}, 1, 2);
    return Ops.add(attacked.origins(), direction, shift);
  }

  @Test
  void aPointOutsideTheBallIsBroughtBackBeforeItIsJudged() {
    AttackResult result = run(0.05).run(new Scripted(t -> shifted(t, 0.4)), IDENTITY, ONE);
    assertThat(result.outcomes().get(0).status()).isEqualTo(Status.STANDING);
    assertThat(result.outcomes().get(0).distance()).isLessThanOrEqualTo(0.05 + 1e-6);
  }

  @Test
  void anAdversarialPointOnTheWayCountsWhereverTheAttackEnds() {
    Scripted passing =
        new Scripted(
            attacked -> {
              attacked.look(shifted(attacked, 0.15));
              return attacked.origins();
            });
    AttackResult result = run(0.2).run(passing, IDENTITY, ONE);
    assertThat(result.outcomes().get(0).status()).isEqualTo(Status.BROKEN);
    assertThat(result.outcomes().get(0).distance()).isBetween(0.14, 0.16);
  }

  @Test
  void anAdversarialPointOnTheWayButOutsideTheBallDoesNotCount() {
    Scripted passing =
        new Scripted(
            attacked -> {
              attacked.look(shifted(attacked, 0.15));
              assertThat(attacked.isOver()).isFalse();
              return attacked.origins();
            });
    AttackResult result = run(0.12).run(passing, IDENTITY, ONE);
    assertThat(result.outcomes().get(0).status()).isEqualTo(Status.STANDING);
  }

  @Test
  void toTheEndOnlyThePointWhereTheAttackEndsCounts() {
    Scripted passing =
        new Scripted(
            attacked -> {
              attacked.look(shifted(attacked, 0.15));
              assertThat(attacked.isOver()).isFalse();
              return shifted(attacked, 0.05);
            });
    AttackResult result = run(0.2).toTheEnd(passing, IDENTITY, ONE, new int[] {0});
    assertThat(result.outcomes().get(0).status()).isEqualTo(Status.STANDING);
    assertThat(result.outcomes().get(0).distance()).isBetween(0.04, 0.06);
    assertThat(result.unconfirmed()).isZero();
    AttackResult far =
        run(0.2).toTheEnd(new Scripted(t -> shifted(t, 0.4)), IDENTITY, ONE, new int[] {0});
    assertThat(far.outcomes().get(0).status()).isEqualTo(Status.BROKEN);
    assertThat(far.outcomes().get(0).distance()).isBetween(0.2 - 1e-6, 0.2 + 1e-6);
  }

  /** Seven features are the logits of seven classes; the attack takes the rows' last places. */
  @Test
  void toTheEndItIsToldHowManyHaveTheirClassAmongTheFiveFirst() {
    float[] values = {
      .90f, .80f, .70f, .60f, .50f, .40f, .30f, // label 0: right, and then sixth
      .90f, .80f, .70f, .60f, .50f, .40f, .30f, // label 4: fifth, and then first
      .90f, .80f, .70f, .60f, .50f, .40f, .30f, // label 6: last, and then right
    };
    Dataset seven =
        Dataset.table(
            "seven", 7, values, new int[] {0, 4, 6}, List.of("a", "b", "c", "d", "e", "f", "g"));
    float[] ends = {
      .40f, .80f, .70f, .60f, .55f, .45f, .30f, //
      .60f, .60f, .60f, .60f, .80f, .40f, .30f, //
      .80f, .80f, .70f, .60f, .50f, .40f, .85f
    };
    Scripted attack = new Scripted(t -> Tensors.of(Device.CPU, ends, 3, 7));
    AttackResult result = run(0.6).toTheEnd(attack, IDENTITY, seven, new int[] {0, 1, 2});
    assertThat(result.topFiveAccuracy()).hasValue(1 / 3.0);
    assertThat(result.robustAccuracy()).isZero();
    AttackResult onlyRight =
        run(0.6).run(new Scripted(t -> t.origins()), IDENTITY, seven, new int[] {0, 1, 2});
    assertThat(onlyRight.topFiveAccuracy()).as("those that are wrong were not moved").isEmpty();
    assertThat(onlyRight.outcomes().stream().map(SampleOutcome::topFive))
        .containsExactly(true, true, false);
  }

  @Test
  void toTheEndAMisclassifiedSampleIsMovedTooAndStaysMisclassified() {
    Dataset wrong =
        Dataset.table("wrong", 2, new float[] {0.4f, 0.6f}, new int[] {0}, List.of("a", "b"));
    int[] first = {0};
    AttackResult moved = run(0.2).toTheEnd(new Fgsm(), IDENTITY, wrong, first);
    assertThat(moved.outcomes())
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.status()).isEqualTo(Status.MISCLASSIFIED);
              assertThat(outcome.distance()).isBetween(0.2 - 1e-6, 0.2 + 1e-6);
            });
    assertThat(moved.point(0)[0]).isLessThan(0.21f);
    for (Attack nearest : List.of(DeepFool.standard(), Fab.untargeted())) {
      AttackResult left = run(0.2).toTheEnd(nearest, IDENTITY, wrong, first);
      assertThat(left.point(0)).as(nearest.name()).containsExactly(0.4f, 0.6f);
      assertThat(left.outcomes().get(0).status()).isEqualTo(Status.MISCLASSIFIED);
    }
    assertThat(run(0).toTheEnd(new Fgsm(), IDENTITY, wrong, first).point(0))
        .containsExactly(0.4f, 0.6f);
  }

  @Test
  void whatIsWrongCleanDoesNotWithstandAnExampleThatHappensToBeRight() {
    Dataset wrong =
        Dataset.table("wrong", 2, new float[] {0.4f, 0.6f}, new int[] {0}, List.of("a", "b"));
    Scripted helping = new Scripted(attacked -> shifted(attacked, -0.15));
    AttackResult result = run(0.2).toTheEnd(helping, IDENTITY, wrong, new int[] {0});
    AdversarialExamples examples = AdversarialExamples.ofAll(wrong, List.of(result));
    assertThat(examples.accuracy(IDENTITY, 1).correct()).isEqualTo(1);
    assertThat(examples.withstood(IDENTITY, wrong, 1).correct()).isZero();
  }

  @Test
  void theTargetsOfAMisclassifiedSampleAreItsWrongClassesToo() {
    Dataset wrong =
        Dataset.table(
            "wrong", 3, new float[] {0.2f, 0.9f, 0.5f}, new int[] {0}, List.of("a", "b", "c"));
    Scripted asking =
        new Scripted(
            attacked -> {
              List<Tensor> targets = Targets.of(attacked, 9);
              assertThat(targets).hasSize(2);
              assertThat(Tensors.toInts(targets.get(0))).containsExactly(1);
              assertThat(Tensors.toInts(targets.get(1))).containsExactly(2);
              return attacked.origins();
            });
    assertThat(run(0.2).toTheEnd(asking, IDENTITY, wrong, new int[] {0}).outcomes()).hasSize(1);
  }

  @Test
  void aBrokenSampleDropsOut() {
    int[] rows = new int[1];
    Classifier counting =
        Classifier.byAutograd(
            Device.CPU,
            inputs -> {
              rows[0] = Math.toIntExact(inputs.size(0));
              return inputs;
            });
    Dataset two =
        Dataset.table(
            "two", 2, new float[] {0.6f, 0.4f, 1, 0}, new int[] {0, 0}, List.of("a", "b"));
    Scripted looking =
        new Scripted(
            attacked -> {
              attacked.look(shifted(attacked, 0.15));
              assertThat(rows[0]).isEqualTo(2);
              Look second =
                  attacked.differentiate(shifted(attacked, 0.15), UntargetedLoss.CROSS_ENTROPY);
              assertThat(rows[0]).isEqualTo(1);
              assertThat(second.gradient().size(0)).isEqualTo(2);
              assertThat(attacked.stands(0)).isFalse();
              assertThat(attacked.stands(1)).isTrue();
              return attacked.origins();
            });
    AttackResult result = run(0.2).run(looking, counting, two);
    assertThat(result.outcomes().stream().map(SampleOutcome::status))
        .containsExactly(Status.BROKEN, Status.STANDING);
  }

  @Test
  void aTieIsBroken() {
    AttackResult result = run(0.125).run(new Scripted(t -> halves(t)), IDENTITY, ONE);
    assertThat(result.outcomes().get(0).status()).isEqualTo(Status.BROKEN);
  }

  @Test
  void aTieWithoutAnAttackIsMisclassified() {
    Dataset even =
        Dataset.table("even", 2, new float[] {0.5f, 0.5f}, new int[] {0}, List.of("a", "b"));
    AttackResult result = run(0.1).run(new Fgsm(), IDENTITY, even);
    assertThat(result.outcomes().get(0).status()).isEqualTo(Status.MISCLASSIFIED);
    assertThat(result.robustAccuracy()).isZero();
  }

  private static Tensor halves(AttackedBatch attacked) {
    return Ops.add(Ops.mul(attacked.origins(), 0), 0.5);
  }

  @Test
  void aClassifierThatDependsOnItsMoodIsReported() {
    int[] calls = new int[1];
    Classifier moody =
        Classifier.byAutograd(Device.CPU, inputs -> calls[0]++ == 1 ? inputs.neg() : inputs);
    Scripted looking =
        new Scripted(
            attacked -> {
              attacked.look(attacked.origins());
              return attacked.origins();
            });
    AttackResult result = run(0.1).run(looking, moody, ONE);
    assertThat(result.unconfirmed()).isEqualTo(1);
    assertThat(result.outcomes().get(0).status()).isEqualTo(Status.STANDING);
  }

  @Test
  void aNegativeOrMissingEpsilonIsRefused() {
    assertThatThrownBy(() -> ThreatModel.onPixels(Norm.L2, -1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> ThreatModel.onPixels(Norm.L2, Double.NaN))
        .isInstanceOf(InputException.class);
    AttackRun infinite = run(Double.POSITIVE_INFINITY);
    assertThatThrownBy(() -> infinite.run(new Fgsm(), IDENTITY, ONE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("finite epsilon");
  }

  @Test
  void anUnusualNormIsRefused() {
    assertThatThrownBy(() -> ThreatModel.onPixels(new Norm(3), 0.1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("l3");
  }

  @Test
  void samplesOutsideTheRangeAreRefused() {
    Dataset wide =
        Dataset.table("wide", 2, new float[] {2, 0.5f}, new int[] {0}, List.of("a", "b"));
    AttackRun run = run(0.1);
    assertThatThrownBy(() -> run.run(new Fgsm(), IDENTITY, wide))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("wide")
        .hasMessageContaining("2.0");
  }

  @Test
  void aLabelThatIsNoClassOfTheClassifierIsRefused() {
    Dataset third =
        Dataset.table("third", 2, new float[] {1, 0}, new int[] {2}, List.of("a", "b", "c"));
    AttackRun run = run(0.1);
    assertThatThrownBy(() -> run.run(new Fgsm(), IDENTITY, third))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("label 2");
  }

  @Test
  void aClassifierThatGivesNanIsRefused() {
    AttackRun run = run(0.1);
    assertThatThrownBy(
            () ->
                run.run(
                    new Fgsm(),
                    Classifier.byAutograd(Device.CPU, inputs -> Ops.mul(inputs, Double.NaN)),
                    ONE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("finite logits");
  }

  @Test
  void tooFewStepsToReachTheSurfaceAreRefused() {
    assertThatThrownBy(
            () -> new IteratedGradientSign("ifgsm", UntargetedLoss.CROSS_ENTROPY, 0.1, 9))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("10.0 steps, found 9");
  }

  @Test
  void anUnknownAttackIsNamedWithTheNearest() {
    assertThatThrownBy(() -> Attacks.named(List.of("apgd-cd"), Norm.LINF))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("apgd-ce");
    assertThatThrownBy(() -> Attacks.named(List.of("square", "autoattack"), Norm.LINF))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("square");
  }

  @Test
  void everyNamedAttackHasItsName() {
    for (String name : Attacks.NAMES) {
      List<Attack> attacks = Attacks.named(List.of(name), Norm.LINF);
      if (!name.startsWith("autoattack")) {
        assertThat(attacks).singleElement().extracting(Attack::name).isEqualTo(name);
      }
    }
    assertThat(Attacks.named(List.of("autoattack"), Norm.L2).stream().map(Attack::name))
        .containsExactly("apgd-ce", "apgd-t", "fab-t", "square");
  }

  @Test
  void everyNamedAttackIsInTheDocument() throws IOException {
    String page = Files.readString(Path.of("../docs/attacks.md"));
    assertThat(Attacks.NAMES).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  @Test
  void aTitleIsTheLiteraturesOrTheWordsOfTheName() {
    assertThat(Stream.of("fgsm", "ifgsm", "margin-attack", "square").map(Attacks::title))
        .containsExactly("FGSM", "IFGSM", "margin attack", "square");
  }

  /** Counted by hand: a gradient is two passes. */
  @Test
  void theWorkIsThatOfASampleThatStands() {
    assertThat(
            Attacks.named(List.of("autoattack", "fgsm", "ifgsm", "pgd-10x3"), Norm.LINF).stream()
                .map(attack -> attack.passes(10)))
        .containsExactly(200.0, 1800.0, 2700.0, 5000.0, 2.0, 40.0, 60.0);
    assertThat(Attacks.named(List.of("apgd-t"), Norm.LINF).get(0).passes(3)).isEqualTo(400);
  }

  @Test
  void anEffortIsPartOfTheName() {
    assertThat(Attacks.named(List.of("pgd-100x5", "pgd-margin-7x1"), Norm.LINF))
        .containsExactly(
            new ProjectedGradientDescent(
                "pgd-100x5", UntargetedLoss.CROSS_ENTROPY, 0.025, 100, 5, 0),
            new ProjectedGradientDescent(
                "pgd-margin-7x1", UntargetedLoss.MARGIN, 2.5 / 7, 7, 1, 0));
    assertThatThrownBy(() -> Attacks.named(List.of("pgd-0x5"), Norm.LINF))
        .isInstanceOf(InputException.class)
        .hasMessage("pgd: expected at least 1 step, found 0");
    assertThatThrownBy(() -> Attacks.named(List.of("pgd-dlr-5x0"), Norm.LINF))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at least 1 restart, found 0");
  }
}
