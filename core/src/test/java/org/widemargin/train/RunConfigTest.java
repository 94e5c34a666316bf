package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.boundary.GradientMode;
import org.widemargin.config.ConfigTree;
import org.widemargin.config.Yaml;
import org.widemargin.data.Augmentation;
import org.widemargin.data.SampleShape;
import org.widemargin.error.InputException;
import org.widemargin.loss.GeneralizedCrossEntropy;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.NetworkSpec;
import org.widemargin.optimize.OptimizerSpec;

class RunConfigTest {
  @TempDir private Path folder;

  private static RunConfig parse(String yaml) {
    return RunConfig.resolve(ConfigTree.parseYaml(yaml, "test.yaml"));
  }

  @Test
  void whatIsWrittenReadsBackEqual() {
    RunConfig config =
        RunConfig.defaults()
            .with(
                "data.augmentation=[{pad-crop: {padding: 2}}, horizontal-flip]",
                "data.train-samples=68",
                "data.label-noise=0.2",
                "loss.margin.norm=1.5",
                "loss.margin.clip=.inf",
                "loss.margin.layer-gamma={conv1: 3}",
                "loss.margin.gradient={boundary: {refinements: 3, cap: 0.6}}",
                "loss.gamma-growth={start-fraction: 0.1, steps: 100}",
                "loss.label-smoothing=0.1",
                "optimization.optimizer={rmsprop: {epsilon: 1e-2}}",
                "optimization.schedule={one-cycle: {rise: 0.25}}",
                "optimization.clip-gradient-norm=5",
                "optimization.average-weights=0.999",
                "seed=7");
    assertThat(parse(config.toYaml())).isEqualTo(config);
    assertThat(config.data().augmentation())
        .containsExactly(new Augmentation.PadCrop(2), new Augmentation.HorizontalFlip());
    assertThat(config.loss().gammaGrowth()).isEqualTo(new GammaGrowth(0.1, 100));
    assertThat(config.loss().labelSmoothing()).isEqualTo(0.1);
    assertThat(config.optimization().averageWeights()).isEqualTo(0.999);
  }

  /** What identifies a trained network is its configuration: those there are must not change. */
  @Test
  void whatCameLaterIsWrittenOnlyWhereItIsUsed() {
    RunConfig config = RunConfig.defaults();
    assertThat(config.toYaml())
        .doesNotContain("label-smoothing", "gce", "average", "radius-growth");
    assertThat(config.with("loss.label-smoothing=0", "optimization.average-weights=0"))
        .isEqualTo(config);
    assertThat(config.with("optimization.average-weights=0.9").toYaml())
        .contains("average-weights: 0.9");
    assertThat(config.with("loss.label-smoothing=0.1").toYaml()).contains("label-smoothing: 0.1");
  }

  @Test
  void theExponentOfGeneralisedCrossEntropyIsWrittenDown() {
    RunConfig config = RunConfig.defaults().with("loss.kind=gce");
    assertThat(config.loss().gce()).isEqualTo(new GeneralizedCrossEntropy(0.7));
    assertThat(config.toYaml()).contains("gce:", "q: 0.7");
    assertThat(parse(config.toYaml())).isEqualTo(config);
    assertThat(config.with("loss.gce.q=0.5").loss().gce())
        .isEqualTo(new GeneralizedCrossEntropy(0.5));
  }

  @Test
  void everyDefaultIsWrittenDown() {
    String yaml = RunConfig.defaults().toYaml();
    assertThat(yaml)
        .contains("label-noise: 0.0", "clip-gradient-norm: .inf", "keep: best", "seed: 1");
    assertThat(parse("{}")).isEqualTo(RunConfig.defaults());
  }

  @Test
  void whatFollowsFromTheDataIsNotWrittenBeforeTheyAreRead() {
    assertThat(RunConfig.defaults().data().validationSize()).isNull();
    assertThat(RunConfig.defaults().toYaml()).doesNotContain("validation-size", "workers");
  }

  @Test
  void whatDecidesTheResultHasNoWorkersAndTheUsualSizeAndNetwork() {
    RunConfig usual =
        RunConfig.defaults().with("data.validation-size=5000", "model.name=mnist-cnn");
    assertThat(RunConfig.defaults().with("data.workers=3").deciding()).isEqualTo(usual);
    assertThat(usual.deciding()).isEqualTo(usual);
    RunConfig other = usual.with("data.validation-size=7");
    assertThat(other.deciding()).isEqualTo(other);
  }

  @Test
  void aSpecFileIsReadIntoTheConfiguration() throws IOException {
    NetworkSpec spec =
        Architectures.mlp(new InputSpec(new SampleShape.Features(3), null), List.of(5), 2, 0.25);
    Path file = Files.writeString(folder.resolve("net.yaml"), Yaml.write(spec));
    RunConfig config = RunConfig.defaults().with("model={name: '" + file + "'}");
    Files.delete(file);
    assertThat(config.model().network()).isEqualTo(spec);
    assertThat(parse(config.toYaml())).isEqualTo(config);
  }

  @Test
  void settingAValueOfAnotherVariantReplacesTheVariant() {
    RunConfig config =
        RunConfig.defaults()
            .with(
                "optimization.optimizer.sgd.momentum=0.5",
                "loss.margin.gradient.boundary.refinements=4",
                "loss.margin.gradient.boundary.cap=0.3");
    assertThat(config.optimization().optimizer()).isEqualTo(new OptimizerSpec.Sgd(0.5));
    assertThat(config.loss().margin().gradient())
        .isInstanceOfSatisfying(
            GradientMode.Boundary.class,
            mode -> {
              assertThat(mode.refinements()).isEqualTo(4);
              assertThat(mode.cap()).isEqualTo(0.3);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "optimization: {stpes: 5}|steps",
        "optimization: {steps: 0}|expected steps of at least 1, found 0",
        "optimization: {average-weights: 1}|expected a decay below 1 for average-weights",
        "optimization: {average-weights: -0.1}|found -0.1",
        "optimization: {learning-rate: -1}|expected a learning-rate above 0, found -1.0",
        "optimization: {schedule: {staircase: {decay: 2}}}|decay",
        "loss: {kind: margn}|did you mean 'margin'?",
        "loss: {margin: {gamma: -1}}|expected a gamma above 0",
        "loss: {margin: {norm: 0.5}}|0.5",
        "loss: {label-smoothing: 1}|expected a label-smoothing of at least 0 and below 1, found"
            + " 1.0",
        "loss: {kind: gce, label-smoothing: 0.1}|expected no label-smoothing with the loss gce",
        "loss: {gce: {q: 0}}|expected a q above 0",
        "loss: {gce: {q: 1.5}}|at most 1, found 1.5",
        "data: {train-fraction: 0}|expected a train-fraction above 0",
        "data: {train-fraction: 0.5, train-samples: 3}|found both",
        "evaluation: {every: 0}|every",
        "threads: 0|expected threads of at least 1, found 0",
        "model: {name: missing.yaml}|missing.yaml: no such file",
        "model: {name: a.yaml, dropout: 0.5}|dropout",
      })
  void mistakesAreOneLineThatNamesThem(String yaml, String expected) {
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(expected)
        .message()
        .doesNotContain("\n");
  }
}
