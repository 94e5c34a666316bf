package org.widemargin.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.error.InputException;
import org.widemargin.torch.DeviceChoice;
import org.widemargin.train.LossConfig;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;

class DemoTest {
  @TempDir private Path folder;

  private final TinyDemo.Notes notes = new TinyDemo.Notes();

  private Demo demo(DemoPlan plan) {
    return new Demo(plan, TinyDemo.images(), folder, notes);
  }

  @Test
  void bothNetworksAreTrainedAndMeasuredOnTheSameSamples() {
    DemoResult result = demo(TinyDemo.plan()).run(new StopRequest()).orElseThrow();
    for (DemoModel model : List.of(result.crossEntropy(), result.margin())) {
      assertThat(model.inNoise().samples()).isEqualTo(30);
      assertThat(model.inNoise().clean()).isBetween(0.8, 1.0);
      assertThat(model.inNoise().noise()).containsOnlyKeys(0.1, 0.3);
      assertThat(model.robustness().samples()).isEqualTo(20);
      assertThat(model.robustness().clean()).isGreaterThan(0.8);
      assertThat(model.robustness().under("margin-attack")).containsOnlyKeys(0.1, 0.3);
      assertThat(model.distances().samples()).isEqualTo(25);
      assertThat(model.metrics()).hasSize(3 * 4);
      assertThat(model.run().resolve("results.json")).isRegularFile();
    }
    assertThat(result.crossEntropy().run()).isEqualTo(folder.resolve("cross-entropy"));
    assertThat(result.margin().run()).isEqualTo(folder.resolve("large-margin"));
    assertThat(result.rows()).hasSize(3);
    assertThat(notes.stages).hasSize(5).first().asString().startsWith("1/5 training");
    assertThat(notes.steps).isEqualTo(80);
  }

  @Test
  void thePicturesUnderAttackStayNearTheCleanOnes() {
    DemoResult result = demo(TinyDemo.plan()).run(new StopRequest()).orElseThrow();
    for (DemoResult.Row row : result.rows()) {
      float[] clean = row.clean().pixels();
      for (DemoPicture attacked : List.of(row.againstCrossEntropy(), row.againstMargin())) {
        for (int i = 0; i < clean.length; i++) {
          assertThat(attacked.pixels()[i]).isBetween(0f, 1f);
          // One rounding of float32 above epsilon.
          assertThat(Math.abs(attacked.pixels()[i] - clean[i])).isLessThanOrEqualTo(0.200001f);
        }
      }
    }
  }

  @Test
  void aCompleteDemoIsNotTrainedAgain() {
    DemoResult first = demo(TinyDemo.plan()).run(new StopRequest()).orElseThrow();
    notes.steps = 0;
    DemoResult second = demo(TinyDemo.plan()).run(new StopRequest()).orElseThrow();
    assertThat(notes.steps).isZero();
    assertThat(second.margin().robustness()).isEqualTo(first.margin().robustness());
  }

  @Test
  void aStoppedDemoGoesOn() {
    StopRequest stop = new StopRequest();
    stop.request();
    assertThat(demo(TinyDemo.plan()).run(stop)).isEmpty();
    assertThat(notes.stages).hasSize(1);
    assertThat(demo(TinyDemo.plan()).run(new StopRequest())).isPresent();
  }

  @Test
  void anotherRunInTheFolderIsNotTouched() throws Exception {
    assertThat(demo(TinyDemo.plan()).run(new StopRequest())).isPresent();
    DemoPlan plan = TinyDemo.plan();
    DemoPlan longer =
        new DemoPlan(
            plan.crossEntropy().with("optimization.steps=50"),
            plan.margin().with("optimization.steps=50"),
            20,
            plan.epsilons(),
            25,
            0.2);
    String before = Files.readString(folder.resolve("cross-entropy/config.yaml"));
    assertThatThrownBy(() -> demo(longer).run(new StopRequest()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("choose another folder");
    assertThat(folder.resolve("cross-entropy/config.yaml")).hasContent(before);
  }

  @Test
  void runsThatDifferInMoreThanTheirLossAreNoComparison() {
    DemoPlan plan = TinyDemo.plan();
    RunConfig otherSeed = plan.margin().with("seed=2");
    assertThatThrownBy(
            () -> new DemoPlan(plan.crossEntropy(), otherSeed, 20, plan.epsilons(), 25, 0.2))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("differ in their loss");
  }

  @Test
  void theStandardPlanIsThePresetWithFewerSteps() {
    DemoPlan plan = DemoPlan.standard(2, DeviceChoice.AUTO);
    assertThat(plan.margin().loss().kind()).isEqualTo(LossConfig.Kind.MARGIN);
    assertThat(plan.crossEntropy().loss().kind()).isEqualTo(LossConfig.Kind.CROSS_ENTROPY);
    assertThat(plan.margin().model().name()).isEqualTo("mnist-cnn");
    assertThat(plan.margin().threads()).isEqualTo(2);
    assertThat(plan.epsilons()).contains(0.1, 0.2);
  }

  private static int steps(DemoPlan plan) {
    assertThat(plan.margin().optimization().steps())
        .isEqualTo(plan.crossEntropy().optimization().steps());
    return plan.margin().optimization().steps();
  }

  /** The rest of the demo beside its steps is small there. */
  @Test
  void aFastMachineMakesAllSteps() {
    DemoPlan whole = DemoPlan.standard(2, DeviceChoice.AUTO);
    assertThat(whole.within(new DemoPace(0.02, 0.07))).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource({"0.03, 0.12", "0.06, 0.16", "0.062, 0.244", "0.1, 0.3"})
  void aSlowerMachineMakesFewerSoThatTheyFit(double crossEntropy, double margin) {
    DemoPlan plan =
        DemoPlan.standard(2, DeviceChoice.AUTO).within(new DemoPace(crossEntropy, margin));
    assertThat(steps(plan)).isBetween(500, 2499).matches(steps -> steps % 50 == 0);
    assertThat(steps(plan) * (crossEntropy + margin)).isLessThan(290);
    assertThat(plan.samples()).isEqualTo(250);
  }

  @Test
  void aVerySlowMachineTakesLonger() {
    DemoPlan plan = DemoPlan.standard(2, DeviceChoice.AUTO).within(new DemoPace(1, 4));
    assertThat(steps(plan)).isEqualTo(500);
  }

  @Test
  void gammaGrowsInTheSamePartOfAShorterRun() {
    DemoPlan whole = DemoPlan.standard(2, DeviceChoice.AUTO);
    assertThat(growth(whole)).isEqualTo(625);
    assertThat(growth(whole.with(1000))).isEqualTo(250);
    assertThat(whole.with(2500)).isEqualTo(whole);
  }

  private static int growth(DemoPlan plan) {
    return Objects.requireNonNull(plan.margin().loss().gammaGrowth()).steps();
  }

  @Test
  void thePaceIsMeasuredWithoutATrace() {
    DemoPlan plan = TinyDemo.plan();
    DemoPace pace = DemoPace.measured(plan.crossEntropy(), plan.margin(), TinyDemo.images());
    assertThat(pace.crossEntropySeconds()).isPositive();
    assertThat(pace.marginSeconds()).isPositive();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aDemoThatWasBegunTellsItsSteps() {
    assertThat(Demo.stepsOf(folder)).isEmpty();
    demo(TinyDemo.plan().with(20)).run(new StopRequest());
    assertThat(Demo.stepsOf(folder)).hasValue(20);
  }
}
