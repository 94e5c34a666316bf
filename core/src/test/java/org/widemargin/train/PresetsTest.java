package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.widemargin.config.Change.set;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.boundary.DistanceSpec;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.boundary.Score;
import org.widemargin.config.ConfigTree;
import org.widemargin.data.Augmentation;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.error.InputException;
import org.widemargin.margin.Aggregation;
import org.widemargin.margin.MarginSpec;
import org.widemargin.norm.Norm;
import org.widemargin.optimize.OptimizerSpec;
import org.widemargin.optimize.Schedule;

class PresetsTest {
  @ParameterizedTest
  @EnumSource
  void everyPresetResolvesForEveryLoss(LossConfig.Kind loss) {
    List<String> digits = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
    Dataset images =
        Dataset.images("one", new SampleShape.Image(1, 28, 28), new byte[784], new int[1], digits);
    for (String name : Presets.NAMES) {
      RunConfig config = RunConfig.resolve(Presets.read(name, loss));
      assertThat(config.loss().kind()).isEqualTo(loss);
      assertThat(Presets.description(name)).isNotBlank().doesNotContain("\n");
      config.loss().check(config.model().specFor(images));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"clean", "noisy-labels", "robust"})
  void presetsByPurposeTakeTablesToo(String preset) {
    Dataset rows = Dataset.table("one", 3, new float[3], new int[1], List.of("no", "yes"));
    for (LossConfig.Kind loss : LossConfig.Kind.values()) {
      RunConfig config = RunConfig.resolve(Presets.read(preset, loss));
      config.loss().check(config.model().specFor(rows));
    }
  }

  @Test
  void paperHasTheValuesOfItsAppendix() {
    RunConfig config = RunConfig.resolve(Presets.read("paper", LossConfig.Kind.MARGIN));
    assertThat(config.model().name()).isEqualTo("mnist-cnn");
    assertThat(config.data().validationSize()).isEqualTo(5000);
    assertThat(config.optimization().steps()).isEqualTo(50_000);
    assertThat(config.optimization().batchSize()).isEqualTo(128);
    assertThat(config.optimization().learningRate()).isEqualTo(0.01);
    assertThat(config.optimization().optimizer())
        .isEqualTo(new OptimizerSpec.RmsProp(0.9, 0, 1e-8));
    assertThat(config.loss().margin())
        .isEqualTo(MarginSpec.paper().with(set(MarginSpec::gamma).to(200.0)));
  }

  @Test
  void paperTrainsItsBaselinesWithMomentumAndDecay() {
    RunConfig config = RunConfig.resolve(Presets.read("paper", LossConfig.Kind.CROSS_ENTROPY));
    assertThat(RunConfig.resolve(Presets.read("paper", LossConfig.Kind.GCE)).optimization())
        .isEqualTo(config.optimization());
    assertThat(config.optimization().optimizer()).isEqualTo(new OptimizerSpec.Sgd(0.9));
    assertThat(config.optimization().schedule()).isEqualTo(new Schedule.Staircase(0.9, 2000, 0));
    assertThat(config.optimization().learningRate()).isEqualTo(0.01);
  }

  @Test
  void releasedCodeScalesByTheDimensionForTheMaximumNormOnly() {
    RunConfig l2 = RunConfig.resolve(Presets.read("released-code", LossConfig.Kind.MARGIN));
    RunConfig linf =
        RunConfig.resolve(Presets.read("released-code", LossConfig.Kind.MARGIN, Norm.LINF));
    assertThat(l2.loss().margin().scale()).isEqualTo(DistanceSpec.Scale.NONE);
    assertThat(linf.loss().margin().scale()).isEqualTo(DistanceSpec.Scale.DIMENSION);
    assertThat(linf.loss().margin().norm()).isEqualTo(Norm.LINF);
    assertThat(l2.loss().margin().norm()).isEqualTo(Norm.L2);
    assertThat(l2.loss().margin().score()).isEqualTo(Score.PROBABILITIES);
    assertThat(l2.loss().margin().topK()).isEqualTo(1);
    assertThat(l2.loss().margin().gamma()).isEqualTo(10_000);
    assertThat(l2.loss().margin().crossEntropyWeight()).isZero();
    assertThat(l2.loss().margin().layers().names()).containsExactly("input", "conv1", "conv2");
    assertThat(l2.optimization().clipGradientNorm()).isEqualTo(5);
    assertThat(l2.optimization().weightDecay()).isEqualTo(5e-4);
    assertThat(l2.optimization().batchSize()).isEqualTo(256);
    assertThat(l2.data().validationSize()).isZero();
  }

  @Test
  void robustLinearisesAtTheBoundary() {
    RunConfig config = RunConfig.resolve(Presets.read("robust", LossConfig.Kind.MARGIN));
    assertThat(config.loss().margin().gradient()).isInstanceOf(GradientMode.Boundary.class);
    assertThat(config.evaluation().keep()).isEqualTo(EvaluationConfig.Keep.LAST);
  }

  @Test
  void paperCifar10HasTheValuesOfItsAppendix() {
    RunConfig margin = RunConfig.resolve(Presets.read("paper-cifar10", LossConfig.Kind.MARGIN));
    assertThat(margin.data().dataset().name()).isEqualTo("cifar-10");
    assertThat(margin.data().validationSize()).isEqualTo(5000);
    assertThat(margin.data().augmentation())
        .contains(new Augmentation.PadCrop(4))
        .hasAtLeastOneElementOfType(Augmentation.Contrast.class)
        .hasAtLeastOneElementOfType(Augmentation.Hue.class);
    assertThat(margin.model().name()).isEqualTo("wrn-28-10");
    assertThat(margin.loss().margin())
        .isEqualTo(
            MarginSpec.paper()
                .with(
                    set(MarginSpec::layers).to(LayerChoice.parse("spread:5")),
                    set(MarginSpec::aggregation).to(Aggregation.SUM),
                    set(MarginSpec::gamma).to(10_000.0)));
    assertThat(margin.loss().margin().crossEntropyWeight()).isEqualTo(1);
    assertThat(margin.optimization().learningRate()).isEqualTo(0.001);
    for (LossConfig.Kind loss : List.of(LossConfig.Kind.CROSS_ENTROPY, LossConfig.Kind.HINGE)) {
      RunConfig baseline = RunConfig.resolve(Presets.read("paper-cifar10", loss));
      assertThat(baseline.optimization().learningRate()).isEqualTo(0.01);
      assertThat(baseline.optimization().schedule())
          .isEqualTo(new Schedule.Staircase(0.9, 2000, 0));
    }
  }

  @Test
  void robustCifar10LinearisesAtTheBoundaryOfTheSameNetwork() {
    RunConfig config = RunConfig.resolve(Presets.read("robust-cifar10", LossConfig.Kind.MARGIN));
    assertThat(config.loss().margin().gradient())
        .isInstanceOfSatisfying(
            GradientMode.Boundary.class,
            boundary -> assertThat(boundary.cap()).isGreaterThan(config.loss().margin().gamma()));
    assertThat(config.loss().margin().topK()).isEqualTo(1);
    assertThat(config.model().name()).isEqualTo("wrn-28-10");
    assertThat(config.evaluation().keep()).isEqualTo(EvaluationConfig.Keep.LAST);
  }

  @ParameterizedTest
  @CsvSource({"certified-0.1, 0.1", "certified-0.3, 0.3"})
  void certifiedAsksForSomewhatMoreThanItIsNamedAfter(String name, double tested) {
    RunConfig config = RunConfig.resolve(Presets.read(name, LossConfig.Kind.MARGIN));
    assertThat(config.loss().margin().gradient())
        .isInstanceOfSatisfying(
            GradientMode.Certified.class,
            certified -> assertThat(certified.radius()).isBetween(tested, 2 * tested));
    assertThat(config.loss().margin().topK()).isZero();
    RadiusGrowth growth = Objects.requireNonNull(config.loss().radiusGrowth());
    assertThat(growth.fraction(0)).isZero();
    assertThat(growth.fraction(config.optimization().steps() / 2)).isEqualTo(1);
    assertThat(config.model().name()).isEqualTo("mnist-certifiable");
    assertThat(config.evaluation().keep()).isEqualTo(EvaluationConfig.Keep.LAST);
  }

  @Test
  void filesAndOptionsLieOverPresets() {
    ConfigTree file =
        ConfigTree.parseYaml(
            """
            loss: {margin: {gamma: 7}}
            optimization: {optimizer: {sgd: {momentum: 0.5}}, schedule: cosine}
            """,
            "mine.yaml");
    RunConfig config =
        RunConfig.resolve(
            Presets.read("paper", LossConfig.Kind.MARGIN).overlaid(file, RunConfig.class));
    assertThat(config.loss().margin().gamma()).isEqualTo(7);
    assertThat(config.loss().margin().clip()).isEqualTo(4);
    assertThat(config.optimization().optimizer()).isEqualTo(new OptimizerSpec.Sgd(0.5));
    assertThat(config.optimization().schedule()).isEqualTo(new Schedule.Cosine(0));
    assertThat(config.optimization().steps()).isEqualTo(50_000);
  }

  @Test
  void aGroupOfAFileWithoutKeysKeepsThePreset() {
    ConfigTree file = ConfigTree.parseYaml("seed: 7\noptimization:\n#  steps: 3\n", "mine.yaml");
    RunConfig preset = RunConfig.resolve(Presets.read("paper", LossConfig.Kind.MARGIN));
    RunConfig config =
        RunConfig.resolve(
            Presets.read("paper", LossConfig.Kind.MARGIN).overlaid(file, RunConfig.class));
    assertThat(config.seed()).isEqualTo(7);
    assertThat(config.optimization()).isEqualTo(preset.optimization());
  }

  @Test
  void unknownNamesAreAnsweredWithTheNearest() {
    assertThatThrownBy(() -> Presets.read("papre", LossConfig.Kind.MARGIN))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "unknown preset 'papre', expected one of certified-0.1, certified-0.3, clean,"
                + " noisy-labels, paper, paper-cifar10, released-code, robust, robust-cifar10; did"
                + " you mean 'paper'?");
  }
}
