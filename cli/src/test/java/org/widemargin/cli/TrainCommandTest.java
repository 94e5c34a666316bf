package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.checkpoint.Safetensors;
import org.widemargin.checkpoint.StoredTensor;
import org.widemargin.loss.GeneralizedCrossEntropy;
import org.widemargin.margin.Aggregation;
import org.widemargin.margin.MarginSpec;
import org.widemargin.norm.Norm;
import org.widemargin.optimize.OptimizerSpec;
import org.widemargin.optimize.Schedule;
import org.widemargin.train.EvaluationConfig;
import org.widemargin.train.LossConfig;
import org.widemargin.train.RunConfig;
import org.widemargin.train.TrainingPrecision;

class TrainCommandTest {
  @TempDir private static Path shared;
  private static Path data = Path.of("");

  @TempDir private Path folder;

  @BeforeAll
  static void writeData() throws IOException {
    data = TinyData.write(shared.resolve("data"));
  }

  private Program.Result train(String... more) {
    return Program.run(TinyData.train(data, folder.resolve("run"), more));
  }

  private RunConfig config() {
    return RunConfig.read(folder.resolve("run/config.yaml"));
  }

  @Test
  void theJsonHasTheFinalFigures() {
    Program.Result result = train("--loss=cross-entropy", "--json").succeeded();
    JsonNode json = result.json();
    assertThat(json.path("ending").asText()).isEqualTo("completed");
    assertThat(json.path("steps").asInt()).isEqualTo(30);
    assertThat(json.path("validation-accuracy").asDouble()).isBetween(0.5, 1.0);
    assertThat(json.path("test-accuracy").path("best").asDouble()).isBetween(0.5, 1.0);
    assertThat(json.path("test-accuracy").path("last").asDouble()).isBetween(0.5, 1.0);
    assertThat(json.path("seconds").asDouble()).isPositive();
    assertThat(json.path("data-share").asDouble()).isBetween(Double.MIN_VALUE, 1.0);
    assertThat(Path.of(json.path("run").asText())).isEqualTo(folder.resolve("run"));
    for (String which : List.of("best", "last")) {
      assertThat(Path.of(json.path("checkpoints").path(which).asText())).isRegularFile();
    }
    assertThat(result.err()).contains("step 10/30", "step 30/30", "validation");
  }

  @Test
  void thePeoplesTextHasThemToo() {
    assertThat(train("--loss=hinge").succeeded().out())
        .contains(
            "30 steps", "completed", "validation accuracy", "waited for data", "best", "last");
  }

  @Test
  void everyOptionHasItsPlace() {
    train(
            "--loss=margin",
            "--norm=linf",
            "--layers=input,fc1",
            "--gamma=0.4",
            "--gradient=boundary",
            "--refinements=3",
            "--cap=0.6",
            "--top-k=1",
            "--aggregation=sum",
            "--clip=inf",
            "--cross-entropy-weight=0.5",
            "--label-smoothing=0.1",
            "--optimizer=sgd",
            "--schedule=constant",
            "--weight-decay=0.001",
            "--average-weights=0.99",
            "--dropout=0.1",
            "--steps=2",
            "--early-stopping=4",
            "--keep=last",
            "--label-noise=0.25",
            "--train-samples=24",
            "--threads=1",
            "--data-workers=0")
        .succeeded();
    RunConfig config = config();
    assertThat(config.data().workers()).isZero();
    MarginSpec margin = config.loss().margin();
    assertThat(config.loss().kind()).isEqualTo(LossConfig.Kind.MARGIN);
    assertThat(margin.norm()).isEqualTo(Norm.LINF);
    assertThat(margin.layers()).isEqualTo(LayerChoice.parse("input,fc1"));
    assertThat(margin.gamma()).isEqualTo(0.4);
    assertThat(margin.gradient()).isInstanceOf(GradientMode.Boundary.class);
    GradientMode.Boundary boundary = (GradientMode.Boundary) margin.gradient();
    assertThat(boundary.refinements()).isEqualTo(3);
    assertThat(boundary.cap()).isEqualTo(0.6);
    assertThat(margin.topK()).isEqualTo(1);
    assertThat(margin.aggregation()).isEqualTo(Aggregation.SUM);
    assertThat(margin.clip()).isInfinite();
    assertThat(margin.crossEntropyWeight()).isEqualTo(0.5);
    assertThat(config.loss().labelSmoothing()).isEqualTo(0.1);
    assertThat(config.optimization().optimizer()).isInstanceOf(OptimizerSpec.Sgd.class);
    assertThat(config.optimization().schedule()).isInstanceOf(Schedule.Constant.class);
    assertThat(config.optimization().weightDecay()).isEqualTo(0.001);
    assertThat(config.optimization().averageWeights()).isEqualTo(0.99);
    assertThat(config.optimization().steps()).isEqualTo(2);
    assertThat(config.optimization().batchSize()).isEqualTo(8);
    assertThat(config.optimization().learningRate()).isEqualTo(0.01);
    assertThat(config.model().name()).isEqualTo("mlp:8");
    assertThat(config.model().dropout()).isEqualTo(0.1);
    assertThat(config.evaluation().every()).isEqualTo(10);
    assertThat(config.evaluation().patience()).isEqualTo(4);
    assertThat(config.evaluation().keep()).isEqualTo(EvaluationConfig.Keep.LAST);
    assertThat(config.data().labelNoise()).isEqualTo(0.25);
    assertThat(config.data().trainSamples()).isEqualTo(24);
    assertThat(config.data().validationSize()).isEqualTo(9);
    assertThat(config.seed()).isEqualTo(3);
    assertThat(config.threads()).isEqualTo(1);
  }

  @Test
  void aPresetGivesWayToAFileAndThatToOptionsAndSet() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("my.yaml"),
            "loss: {margin: {gamma: 0.2, clip: 3}}\noptimization: {steps: 7, batch-size: 4}\n");
    train(
            "--preset=robust",
            "--config=" + file,
            "--steps=2",
            "--gradient=boundary",
            "--cap=0.7",
            "--set",
            "optimization.batch-size=5",
            "--set",
            "loss.margin.aggregation=sum")
        .succeeded();
    MarginSpec margin = config().loss().margin();
    assertThat(margin.norm()).as("preset").isEqualTo(Norm.LINF);
    assertThat(margin.gamma()).as("file").isEqualTo(0.2);
    assertThat(margin.clip()).as("file").isEqualTo(3);
    assertThat(margin.aggregation()).as("set").isEqualTo(Aggregation.SUM);
    assertThat(config().optimization().steps()).as("option").isEqualTo(2);
    assertThat(config().optimization().batchSize()).as("set").isEqualTo(5);
    GradientMode.Boundary boundary = (GradientMode.Boundary) margin.gradient();
    assertThat(boundary.cap()).as("option").isEqualTo(0.7);
    assertThat(boundary.refinements()).as("preset's, kept").isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--loss=hinge", "--set=loss.kind=hinge", "--config=hinge.yaml"})
  void theWeightOfTheCrossEntropyIsThatOfTheLossInForce(String hinge) throws IOException {
    Files.writeString(folder.resolve("hinge.yaml"), "loss: {kind: hinge}\n");
    train(
            hinge.replace("hinge.yaml", folder.resolve("hinge.yaml").toString()),
            "--cross-entropy-weight=0.3",
            "--steps=1")
        .succeeded();
    assertThat(config().loss().hinge().crossEntropyWeight()).isEqualTo(0.3);
    assertThat(config().loss().margin().crossEntropyWeight()).isEqualTo(1);
  }

  @Test
  void aKeyWithoutAnOptionIsSetByItsPath() {
    train("--set", "loss.margin.over-layers=mean", "--precision=bf16", "--steps=1").succeeded();
    assertThat(config().loss().margin().overLayers()).isEqualTo(MarginSpec.OverLayers.MEAN);
    assertThat(config().optimization().precision()).isEqualTo(TrainingPrecision.BFLOAT16);
  }

  @Test
  void theHelpHasWordsAndDefaultsOfTheRecords() {
    String help = Program.run("train", "--help").succeeded().out().replaceAll("\\s+", " ");
    assertThat(help)
        .contains("constant, exact, boundary, certified: the paper's", "sgd, rmsprop, adam, adamw.")
        .contains("Default: adam.", "Default: 0.001.", "Default: 2000.", "Default: inf.")
        .contains("What to minimise:", "How:");
  }

  @Test
  void everyKeyIsListedAndSetTakesItsDefault() {
    List<String> defaults = new ArrayList<>();
    for (JsonNode line : Program.run("train", "--keys", "--json").json().path("keys")) {
      if (line.has("by-default")) {
        defaults.add(line.path("key").asText() + "=" + line.path("by-default").asText());
      }
    }
    assertThat(defaults)
        .contains("loss.margin.over-layers=sum", "loss.margin.gradient=constant", "seed=1")
        .contains("loss.margin.gradient.boundary.stride=inf", "model.name=auto");
    for (String setting : defaults) {
      // The certified mode is for balls of pixels alone.
      RunConfig base =
          setting.contains(".certified.")
              ? RunConfig.defaults().with("loss.margin.norm=linf")
              : RunConfig.defaults();
      RunConfig set = base.with(setting);
      assertThat(chooses(setting) || set.equals(RunConfig.defaults())).as(setting).isTrue();
    }
    assertThat(Program.run("train", "--keys").succeeded().out())
        .containsPattern("loss.margin.aggregation +max +max, sum, mean");
  }

  /** Whether a setting is of a group that is absent by default, or of one of several variants. */
  private static boolean chooses(String setting) {
    return setting.matches("loss\\.gce\\..*|.*\\.(schedule|optimizer|gradient)\\..*");
  }

  @Test
  void anotherVariantReplacesThePresetsWhole() {
    train("--preset=robust", "--gradient=constant", "--optimizer=sgd", "--steps=1").succeeded();
    assertThat(config().loss().margin().gradient()).isEqualTo(new GradientMode.Constant());
    assertThat(config().optimization().optimizer()).isEqualTo(new OptimizerSpec.Sgd(0.9));
  }

  @Test
  void theConfigurationOfARunRepeatsIt() throws IOException {
    train("--loss=margin", "--norm=l2").succeeded();
    Path copy = folder.resolve("again");
    Program.run("train", "--config", folder.resolve("run/config.yaml").toString(), "--out=" + copy)
        .succeeded();
    assertThat(copy.resolve("checkpoints/last.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("run/checkpoints/last.safetensors"));
  }

  @Test
  void aResumedRunEndsWithTheSameWeightsAsAnUnbrokenOne() {
    train("--schedule=constant", "--steps=12").succeeded();
    train("--schedule=constant", "--steps=30", "--resume").succeeded();
    Path unbroken = folder.resolve("unbroken");
    Program.run(TinyData.train(data, unbroken, "--schedule=constant")).succeeded();
    assertThat(
            Program.run("train", "--resume", "--out=" + folder.resolve("run"), "--json")
                .succeeded()
                .json()
                .path("steps")
                .asInt())
        .isEqualTo(30);
    Map<String, StoredTensor> resumed = weights(folder.resolve("run"));
    assertThat(resumed.keySet()).isEqualTo(weights(unbroken).keySet());
    weights(unbroken)
        .forEach((name, tensor) -> assertThat(resumed.get(name)).as(name).isEqualTo(tensor));
  }

  private static Map<String, StoredTensor> weights(Path run) {
    return Safetensors.read(run.resolve("checkpoints/last.safetensors")).tensors();
  }

  @Test
  void aRunIsOnlyOverwrittenOnRequest() {
    train("--steps=5").succeeded();
    assertThat(train("--steps=6").refusal()).contains("run", "--resume");
    assertThat(config().optimization().steps()).isEqualTo(5);
    train("--steps=6", "--force").succeeded();
    assertThat(config().optimization().steps()).isEqualTo(6);
  }

  @Test
  void generalisedCrossEntropyHasAnExponent() {
    train("--loss=gce", "--gce-q=0.5").succeeded();
    assertThat(config().loss().at(0)).isEqualTo(new GeneralizedCrossEntropy(0.5));
  }

  @Test
  void whatIsNoRunIsNeverDeleted() throws IOException {
    Path own = Files.createDirectories(folder.resolve("run")).resolve("letter.txt");
    Files.writeString(own, "dear");
    assertThat(train("--force").refusal()).contains("expected the folder of a run");
    assertThat(own).hasContent("dear");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--layers=fc9 | unknown layer 'fc9', expected one of input, fc1, logits",
        "--norm=0.5 | expected a norm with p of at least 1",
        "--norm=loud | expected a norm: l1, l2, linf",
        "--top-k=3 | expected top-k of at most 2",
        "--gamma=-1 | expected a gamma above 0",
        "--loss=marrgin | must be one of cross-entropy, gce, hinge, margin; did you mean 'margin'?",
        "--gradient=exactly | did you mean 'exact'?",
        "--label-smoothing=1 | expected a label-smoothing of at least 0 and below 1",
        "--average-weights=1 | expected a decay below 1 for average-weights",
        "--gce-q=0 | expected a q above 0",
        "--steps=0 | expected steps of at least 1",
        "--steps=many | --steps many: 'optimization.steps' must be a whole number",
        "--steps= | --steps '': 'optimization.steps' must be a whole number",
        "--gamma=wide | --gamma wide: 'loss.margin.gamma' must be a number, found 'wide'",
        "--batch-size=0 | expected a batch-size of at least 1",
        "--learning-rate=0 | expected a learning-rate above 0",
        "--label-noise=2 | expected a label-noise from 0 to 1",
        "--dropout=1 | expected a dropout of at least 0 and below 1",
        "--preset=papr | did you mean 'paper'?",
        "--set=optimization.stepps=3 | unknown key 'stepps'",
        "--set=steps | expected key.path=value",
        "--config=nowhere.yaml | nowhere.yaml: no such file",
        "--model=mnist-cmm | did you mean 'mnist-cnn'?",
        "--model=mnist-cnn | mnist-cnn",
        "--dataset=mnits | did you mean 'mnist'?",
        "--train-samples=5000 | 5000",
        "--validation-size=5000 | 5000",
        "--set=threads=0 | expected threads of at least 1",
      })
  void aMistakeIsOneLineAndLeavesNothingBehind(String option, String expected) {
    if (option.equals("--model=mnist-cnn")) {
      // 6x6 images are large enough for it: the one line that must not be refused.
      train(option, "--steps=1").succeeded();
      return;
    }
    assertThat(train(option).refusal()).contains(expected);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void anOptionGivenTwiceIsAMistake() {
    assertThat(Program.run("train", "--out=a", "--out=b").refusal()).contains("--out", "once");
  }

  @Test
  void aMisspeltKeyOfAFileIsAnsweredWithTheNearest() throws IOException {
    Path file = Files.writeString(folder.resolve("my.yaml"), "loss:\n  margin:\n    gama: 1\n");
    assertThat(train("--config=" + file).refusal())
        .contains("unknown key 'gama'", "my.yaml, line 3", "did you mean 'gamma'?");
  }

  @Test
  void damagedIdxFilesAreRefused() throws IOException {
    Path idx = Files.createDirectories(folder.resolve("idx"));
    assertThat(mnist(idx).refusal()).contains("train-images-idx3-ubyte");
    for (String part : List.of("train", "t10k")) {
      Files.write(idx.resolve(part + "-images-idx3-ubyte"), images(3, 3));
      Files.write(idx.resolve(part + "-labels-idx1-ubyte"), labels(2));
    }
    assertThat(mnist(idx).refusal()).contains("3", "2");
    Files.write(idx.resolve("train-images-idx3-ubyte"), images(3, 2));
    assertThat(mnist(idx).refusal()).contains("train-images-idx3-ubyte");
    Files.write(idx.resolve("train-images-idx3-ubyte"), labels(3));
    assertThat(mnist(idx).refusal()).contains("train-images-idx3-ubyte", "0x00000801");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  private Program.Result mnist(Path idx) {
    return Program.run(
        "train", "--dataset=mnist", "--data=" + idx, "--out=" + folder.resolve("run"));
  }

  /** An IDX file that announces some images of 2x2 and holds some others. */
  private static byte[] images(int announced, int held) {
    byte[] bytes = new byte[16 + 4 * held];
    ByteBuffer.wrap(bytes).putInt(2051).putInt(announced).putInt(2).putInt(2);
    return bytes;
  }

  private static byte[] labels(int count) {
    byte[] bytes = new byte[8 + count];
    ByteBuffer.wrap(bytes).putInt(2049).putInt(count);
    return bytes;
  }

  @Test
  void aFolderThatCannotBeMadeIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(Program.run(TinyData.train(data, file.resolve("run"))).refusal())
        .contains(file.toString());
  }
}
