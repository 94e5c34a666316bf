package org.widemargin.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.AttackRun;
import org.widemargin.attack.Fgsm;
import org.widemargin.attack.LinearModel;
import org.widemargin.attack.SmallNetworks;
import org.widemargin.attack.ThreatModel;
import org.widemargin.attack.UniformNoise;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.AccuracyEvaluation;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.network.Network;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Device;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Functions;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * An ordinary network passes every check; planted faults are found by the checks meant for them.
 */
class HealthProbeTest {
  private static final int SAMPLES = 64;
  private static final HealthProbe PROBE =
      new HealthProbe(ThreatModel.onPixels(Norm.LINF, 0.1), 3, 64, SAMPLES);

  /** The logits of an ordinary classifier turned into faulty ones. */
  private interface Fault {
    Tensor logits(Classifier classifier, Tensor inputs);
  }

  private static List<String> suspects(Fault fault) {
    return suspects(
        PROBE, honest -> Classifier.byAutograd(Device.CPU, inputs -> fault.logits(honest, inputs)));
  }

  private static List<String> suspects(HealthProbe probe, UnaryOperator<Classifier> plant) {
    try (Network network = SmallNetworks.trained(4)) {
      Classifier faulty = plant.apply(Classifier.of(network));
      Dataset dataset = SmallNetworks.quadrants(SAMPLES, 2);
      assertThat(AccuracyEvaluation.of(Classifier.of(network), dataset, SAMPLES).fraction())
          .isGreaterThan(0.95);
      List<HealthCheck> checks = probe.examine(faulty, dataset, Batches.first(SAMPLES));
      assertThat(checks).hasSizeGreaterThanOrEqualTo(10);
      assertThat(checks).allSatisfy(check -> assertThat(check.explanation()).isNotBlank());
      return checks.stream().filter(HealthCheck::suspect).map(HealthCheck::name).toList();
    }
  }

  @Test
  void anOrdinaryNetworkIsNotSuspect() {
    assertThat(suspects(PROBE, UnaryOperator.identity())).isEmpty();
  }

  @Test
  void anOrdinaryNetworkIsNotSuspectInL2() {
    HealthProbe probe = new HealthProbe(ThreatModel.onPixels(Norm.L2, 1.0), 3, 64, SAMPLES);
    assertThat(suspects(probe, UnaryOperator.identity())).isEmpty();
  }

  /** Logits so large that the cross-entropy is 0 in float32. */
  @Test
  void aSaturatingOutputIsFound() {
    assertThat(suspects((classifier, inputs) -> Ops.mul(classifier.logits(inputs), 1e6)))
        .contains("zero gradients", "loss choice");
  }

  /** Pixels rounded to eighths: no gradient passes. */
  @Test
  void aStepFunctionInFrontIsFound() {
    assertThat(
            suspects(
                (classifier, inputs) ->
                    classifier.logits(Ops.mul(Ops.mul(inputs, 8).round(), 0.125))))
        .contains("zero gradients", "gradient-free better");
  }

  @Test
  void randomNoiseInsideIsFound() {
    SplittableRandom random = new SplittableRandom(5);
    assertThat(
            suspects(
                (classifier, inputs) ->
                    classifier.logits(Ops.add(inputs, noise(random, inputs), 0.05))))
        .contains("random output");
  }

  private static Tensor noise(SplittableRandom random, Tensor inputs) {
    float[] draws = Tensors.toFloats(inputs);
    for (int i = 0; i < draws.length; i++) {
      draws[i] = (float) random.nextGaussian();
    }
    return Tensors.of(Device.CPU, draws, Tensors.shape(inputs));
  }

  @Test
  void aSoftmaxInFrontIsFound() {
    assertThat(suspects((classifier, inputs) -> Functions.softmax(classifier.logits(inputs))))
        .contains("softmax in front");
  }

  /** Logits that do not depend on the input by any gradient. */
  @Test
  void anAttackThatCannotWorkIsFound() {
    assertThat(suspects((classifier, inputs) -> classifier.logits(inputs.detach())))
        .contains("zero gradients", "unbounded");
  }

  /** Of the samples whose first pixel is bright, the first batch may hold none. */
  @Test
  void zeroGradientsAreCountedOverAllBatches() {
    for (int batchSize : new int[] {5, SAMPLES}) {
      HealthProbe probe =
          new HealthProbe(ThreatModel.onPixels(Norm.LINF, 0.1), 3, batchSize, SAMPLES);
      assertThat(
              suspects(
                  probe,
                  honest ->
                      Classifier.byAutograd(
                          Device.CPU,
                          inputs -> honest.logits(inputs).mul(largeWhereBright(inputs)))))
          .as("batches of %s", batchSize)
          .contains("zero gradients");
    }
  }

  private static Tensor largeWhereBright(Tensor inputs) {
    Tensor first = inputs.detach().flatten(1, -1).narrow(1, 0, 1);
    return Ops.add(Ops.mul(ElementTypes.typeAs(Ops.gt(first, 0.5), inputs), 1e6), 1);
  }

  @Test
  void theOrderOfResultsIsJudged() {
    assertThat(HealthChecks.gradientFreeBetter(0.002).suspect()).isFalse();
    assertThat(HealthChecks.gradientFreeBetter(0.005).suspect()).isTrue();
    assertThat(HealthChecks.largerEpsilon(List.of(0.9, 0.5, 0.5)).suspect()).isFalse();
    assertThat(HealthChecks.largerEpsilon(List.of(0.9, 0.5, 0.51)).suspect()).isTrue();
    assertThat(HealthChecks.unbounded(0.1, 10).suspect()).isFalse();
    assertThat(HealthChecks.unbounded(0.11, 10).suspect()).isTrue();
  }

  @Test
  void comparisonsAreJudgedByTheSamplesStanding() {
    try (LinearModel model = LinearModel.random(2, 10, 1)) {
      Dataset dataset = model.images(100, 2);
      AttackRun run = new AttackRun(ThreatModel.onPixels(Norm.LINF, 0.05), 1, 50);
      AttackResult strong = run.run(new Fgsm(), model, dataset);
      AttackResult weak = run.run(new UniformNoise(1), model, dataset);
      assertThat(strong.robustAccuracy()).isLessThan(weak.robustAccuracy() - 0.03);
      assertThat(HealthChecks.oneStepBetter(strong, weak).suspect()).isTrue();
      assertThat(HealthChecks.oneStepBetter(weak, strong).suspect()).isFalse();
      assertThat(HealthChecks.noiseBetter(strong, weak).suspect()).isTrue();
      assertThat(HealthChecks.lossChoice(weak, strong).suspect()).isTrue();
      assertThat(HealthChecks.lossChoice(strong, weak).suspect()).isFalse();
      assertThat(HealthChecks.notConverged(weak, strong).suspect()).isTrue();
      assertThat(HealthChecks.silentSuccess(List.of(weak, strong)).suspect()).isFalse();
      AdversarialExamples elsewhere = AdversarialExamples.ofAll(dataset, List.of(strong));
      assertThat(HealthChecks.blackBoxBetter(weak, elsewhere.accuracy(model, 50)).suspect())
          .isTrue();
      assertThat(HealthChecks.blackBoxBetter(strong, elsewhere.accuracy(model, 50)).figure())
          .isZero();
    }
  }

  @Test
  void aClassifierThatIsNeverRightHasNothingToCheck() {
    try (Network network = SmallNetworks.convolutional(4)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), 8, 2);
      int[] wrong = {0};
      assertThat(AccuracyEvaluation.of(Classifier.of(network), dataset, wrong, 1).correct())
          .isZero();
      assertThat(PROBE.examine(Classifier.of(network), dataset, wrong)).isEmpty();
    }
  }

  @Test
  void noTensorOutlivesTheProbe() {
    try (Network network = SmallNetworks.convolutional(4)) {
      Dataset dataset = SmallNetworks.images(Classifier.of(network), 8, 2);
      PROBE.examine(Classifier.of(network), dataset, Batches.first(8));
      long before = Scope.liveObjects();
      PROBE.examine(Classifier.of(network), dataset, Batches.first(8));
      assertThat(Scope.liveObjects()).isEqualTo(before);
    }
  }
}
