package org.widemargin.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
}
