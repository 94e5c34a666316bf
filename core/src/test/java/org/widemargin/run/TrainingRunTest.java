package org.widemargin.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.error.InputException;
import org.widemargin.error.OutputException;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;
import org.widemargin.train.DivergenceException;
import org.widemargin.train.EvaluationConfig;
import org.widemargin.train.RunConfig;
import org.widemargin.train.SplitMetrics;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TinyRuns;
import org.widemargin.train.Trainer;
import org.widemargin.train.TrainingData;
import org.widemargin.train.TrainingListener;
import org.widemargin.train.TrainingOutcome;

class TrainingRunTest {
  /** The checksum of a line that was changed on purpose. */
  private static final String SEAL = ",\"crc32\":\"[0-9a-f]{8}\"}$";

  private static final TrainingListener SILENT = new TrainingListener() {};

  @TempDir private Path folder;

  /** Asks to stop once a step is reached. */
  private record StopAfter(long step, StopRequest stop) implements TrainingListener {
    @Override
    public void stepped(long made, double loss) {
      if (made == step) {
        stop.request();
      }
    }
  }

  private static TrainingData data(RunConfig config) {
    return TrainingData.split(TinyRuns.images(240, 60), config);
  }

  private static TrainingOutcome start(RunConfig config, Path run) {
    return TrainingRun.start(config, data(config), run, SILENT, new StopRequest());
  }

  private static TrainingOutcome startUntil(long step, RunConfig config, Path run) {
    StopRequest stop = new StopRequest();
    return TrainingRun.start(config, data(config), run, new StopAfter(step, stop), stop);
  }

  private static TrainingOutcome resume(Path run) {
    RunConfig config = RunFolder.open(run).config();
    return TrainingRun.resume(config, data(config), run, SILENT, new StopRequest());
  }

  private static byte[] last(Path run) throws IOException {
    return Files.readAllBytes(RunFolder.open(run).checkpoint(EvaluationConfig.Keep.LAST));
  }

  private static List<String> metricsWithoutSeconds(Path run) throws IOException {
    try (Stream<String> lines = Files.lines(run.resolve("metrics.jsonl"), StandardCharsets.UTF_8)) {
      return lines.map(line -> line.replaceFirst(",\"seconds\":[^}]*}", "}")).toList();
    }
  }

  private static List<EventFileReader.Event> events(Path run) throws IOException {
    List<EventFileReader.Event> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(run)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        assertThat(name).doesNotEndWith(".tmp");
        if (name.startsWith("events.out.tfevents")) {
          events.addAll(EventFileReader.read(file));
        }
      }
    }
    return events;
  }

  @Test
  void aRunExplainsItself() throws IOException {
    Path run = folder.resolve("run");
    RunConfig config = TinyRuns.config();
    TrainingOutcome outcome = start(config, run);

    assertThat(outcome.ending()).isEqualTo(TrainingOutcome.Ending.COMPLETED);
    RunFolder opened = RunFolder.open(run);
    assertThat(opened.config()).isEqualTo(config);
    assertThat(opened.provenance().sessions()).hasSize(1);
    assertThat(opened.provenance().data().get("train")).isEqualTo(data(config).train().sha256());
    List<MetricsFile.Line> lines = MetricsFile.read(opened.metrics());
    assertThat(lines).hasSize(3 * 4);
    assertThat(lines.get(0).distance()).containsOnlyKeys("input", "fc1", "logits");
    assertThat(lines.get(2).losses()).containsOnlyKeys("loss", "margin", "cross-entropy");
    assertThat(opened.results()).content().contains("\"clean\"");
    assertThat(run.resolve("checkpoints/last.json")).content().contains("\"step\" : 20");
    List<EventFileReader.Event> events = events(run);
    for (MetricsFile.Line line : lines) {
      float accuracy = (float) line.accuracy();
      assertThat(events)
          .anyMatch(
              event ->
                  event.step() == line.step()
                      && event.tag().equals(line.split() + "/accuracy")
                      && event.value() == accuracy);
    }
    assertThat(events)
        .extracting(EventFileReader.Event::tag)
        .contains(
            "learning-rate",
            "train/loss",
            "validation/cross-entropy",
            "test/margin",
            "train/distance/input",
            "validation/distance/fc1",
            "test/distance/logits");
    try (TrainedRun trained = TrainedRun.load(run, Device.CPU)) {
      assertThat(trained.step()).isEqualTo(outcome.bestStep());
    }
  }

  /** Those that evaluate wrote, or a run of fewer steps. */
  @Test
  void figuresOfEarlierWeightsGoWhenTheRunGoesOn() throws IOException {
    Path run = folder.resolve("run");
    startUntil(11, TinyRuns.config(), run);
    RunFolder opened = RunFolder.open(run);
    Files.writeString(opened.results(), "stale");
    RunConfig config = opened.config();
    StopRequest stop = new StopRequest();
    TrainingRun.resume(config, data(config), run, new StopAfter(12, stop), stop);
    assertThat(opened.results()).doesNotExist();
    assertThat(resume(run).ending()).isEqualTo(TrainingOutcome.Ending.COMPLETED);
    assertThat(opened.results()).content().contains("\"clean\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimization.optimizer=sgd",
        "optimization.optimizer=rmsprop",
        "model.dropout=0.3",
        "data.augmentation=[{pad-crop: {padding: 1}}]",
        "model.name=mnist-cnn-bn",
        "optimization.gradient-accumulation=3",
        "loss={margin: {norm: linf, gradient: {certified: {radius: 0.02}}}, radius-growth:"
            + " {warm-up-steps: 3, steps: 6}}"
      })
  void aStoppedRunContinuesToTheSameBits(String variation) throws IOException {
    assertContinuesToTheSameBits(TinyRuns.config(variation, "optimization.steps=12"));
  }

  /** Branches, and a second output with a normalisation and parameters of its own. */
  @Test
  void aStoppedRunOfANetworkWithAnAuxiliaryClassifierContinuesToTheSameBits() throws IOException {
    Path network =
        Files.writeString(
            folder.resolve("branches.yaml"),
            """
            name: branches
            input: {shape: [1, 8, 8], range: {minimum: 0, maximum: 1}}
            blocks:
              - name: mixed
                layers:
                  - concatenate:
                      branches:
                        - [{convolution: {channels: 3, kernel: [1, 3], padding: [0, 1]}}, batch-norm, relu]
                        - [{average-pool: {size: 3, stride: 1, padding: 1, count-include-pad: false}}]
              - name: conv2
                layers: [{convolution: {channels: 4, kernel: 3, stride: 2}}, {group-norm: {groups: 2}}, silu]
              - name: logits
                layers: [global-average-pool, {linear: {features: 4}}]
            auxiliary:
              after: mixed
              layers: [{adaptive-average-pool: {height: 2}}, batch-norm, flatten, {linear: {features: 4}}]
            """);
    assertContinuesToTheSameBits(
        TinyRuns.config(
            "model.name='" + network + "'",
            "optimization.steps=12",
            "loss.margin.cross-entropy-weight=0.1",
            "loss.label-smoothing=0.1"));
    assertThat(MetricsFile.read(folder.resolve("unbroken/metrics.jsonl")))
        .filteredOn(line -> line.split().equals("train"))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.losses()).containsKey("auxiliary"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp:12", "mnist-cnn-bn"})
  void aStoppedRunWithAveragedWeightsContinuesToTheSameBits(String model) throws IOException {
    assertContinuesToTheSameBits(
        TinyRuns.config(
            "model.name='" + model + "'",
            "optimization.average-weights=0.9",
            "optimization.steps=12"));
  }

  private void assertContinuesToTheSameBits(RunConfig config) throws IOException {
    start(config, folder.resolve("unbroken"));
    Path broken = folder.resolve("broken");
    // Between two evaluations, so that the averages over batches are continued too.
    TrainingOutcome stopped = startUntil(7, config, broken);
    assertThat(stopped.ending()).isEqualTo(TrainingOutcome.Ending.INTERRUPTED);
    assertThat(stopped.step()).isEqualTo(7);
    assertThat(Files.exists(broken.resolve("results.json"))).isFalse();

    assertThat(resume(broken).ending()).isEqualTo(TrainingOutcome.Ending.COMPLETED);

    assertThat(last(broken)).isEqualTo(last(folder.resolve("unbroken")));
    assertThat(metricsWithoutSeconds(broken))
        .isEqualTo(metricsWithoutSeconds(folder.resolve("unbroken")));
    assertThat(RunFolder.open(broken).provenance().sessions())
        .extracting(Provenance.Session::fromStep)
        .containsExactly(0L, 7L);
  }

  @Test
  void twoRunsOfOneSeedAreEqualAndOfAnotherAreNot() throws IOException {
    start(TinyRuns.config("model.dropout=0.2"), folder.resolve("a"));
    start(TinyRuns.config("model.dropout=0.2"), folder.resolve("b"));
    start(TinyRuns.config("model.dropout=0.2", "seed=2"), folder.resolve("c"));
    assertThat(last(folder.resolve("b"))).isEqualTo(last(folder.resolve("a")));
    assertThat(metricsWithoutSeconds(folder.resolve("b")))
        .isEqualTo(metricsWithoutSeconds(folder.resolve("a")))
        .isNotEqualTo(metricsWithoutSeconds(folder.resolve("c")));
  }

  @Test
  void whatWasWrittenAfterTheCheckpointIsWrittenAnew() throws IOException {
    RunConfig config = TinyRuns.config();
    Path run = folder.resolve("run");
    startUntil(10, config, run);
    List<String> before = metricsWithoutSeconds(run);
    // As if the machine had failed between an evaluation's lines and its checkpoint.
    String later = Files.readString(run.resolve("metrics.jsonl")).lines().findFirst().orElseThrow();
    Files.writeString(
        run.resolve("metrics.jsonl"),
        Files.readString(run.resolve("metrics.jsonl"))
            + later.replace("\"step\":5", "\"step\":15").replaceAll(SEAL, "}")
            + "\n{\"step\":15,\"spl");

    resume(run);

    start(config, folder.resolve("unbroken"));
    assertThat(metricsWithoutSeconds(run))
        .startsWith(before.toArray(new String[0]))
        .isEqualTo(metricsWithoutSeconds(folder.resolve("unbroken")));
  }

  @Test
  void aChangedDigitOfMetricsIsFoundOut() throws IOException {
    Path run = folder.resolve("run");
    startUntil(10, TinyRuns.config(), run);
    Path metrics = run.resolve("metrics.jsonl");
    Files.writeString(
        metrics, Files.readString(metrics).replaceFirst("\"accuracy\":0", "\"accuracy\":1"));
    assertThatThrownBy(() -> resume(run))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("metrics.jsonl line ")
        .hasMessageContaining("damaged or changed");
  }

  @Test
  void aCompleteRunIsNotTrainedAgain() throws IOException {
    Path run = folder.resolve("run");
    start(TinyRuns.config(), run);
    byte[] before = last(run);
    assertThat(resume(run).step()).isEqualTo(20);
    assertThat(last(run)).isEqualTo(before);
  }

  @Test
  void aRunCanBeMadeLonger() {
    Path run = folder.resolve("run");
    RunConfig config = TinyRuns.config("optimization.schedule=constant");
    start(config, run);
    RunConfig longer = config.with("optimization.steps=30");
    TrainingOutcome outcome =
        TrainingRun.resume(longer, data(longer), run, SILENT, new StopRequest());
    assertThat(outcome.step()).isEqualTo(30);
    assertThat(RunFolder.open(run).config()).isEqualTo(longer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimization.learning-rate=0.5",
        "optimization.weight-decay=0.1",
        "optimization.average-weights=0.9",
        "optimization.batch-size=8",
        "loss.margin.gamma=9",
        "seed=5",
        "data.label-noise=0.5"
      })
  void aRunIsNotContinuedOtherwiseThanItBegan(String change) {
    Path run = folder.resolve("run");
    RunConfig config = TinyRuns.config();
    startUntil(7, config, run);
    RunConfig changed = config.with(change);
    assertThatThrownBy(
            () -> TrainingRun.resume(changed, data(changed), run, SILENT, new StopRequest()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a run can only be continued as it began");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.8})
  void anAverageIsNotContinuedOtherwiseThanItBegan(double other) {
    Path run = folder.resolve("run");
    RunConfig config = TinyRuns.config("optimization.average-weights=0.9");
    startUntil(7, config, run);
    RunConfig changed = config.with("optimization.average-weights=" + other);
    assertThatThrownBy(
            () -> TrainingRun.resume(changed, data(changed), run, SILENT, new StopRequest()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("was trained with average-weights 0.9")
        .hasMessageContaining("a run can only be continued as it began");
  }

  @Test
  void anExistingRunIsNeverOverwritten() throws IOException {
    Path run = folder.resolve("run");
    start(TinyRuns.config(), run);
    byte[] before = last(run);
    assertThatThrownBy(() -> start(TinyRuns.config("seed=2"), run))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(run.toString())
        .hasMessageContaining("--resume");
    assertThat(last(run)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loss.margin.layers=conv9",
        "loss.margin.top-k=4",
        "model.name=mnist-cn",
        "data.validation-size=240",
        "loss.margin.layer-gamma={fc7: 1}"
      })
  void aRunThatCannotStartLeavesNothingBehind(String mistake) throws IOException {
    RunConfig config = TinyRuns.config(mistake);
    assertThatThrownBy(() -> start(config, folder.resolve("run")))
        .isInstanceOf(InputException.class)
        .message()
        .doesNotContain("\n");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void divergenceStopsWithStepAndCauseAndKeepsTheLastGoodCheckpoint() {
    Path run = folder.resolve("run");
    RunConfig config =
        TinyRuns.config(
            "loss.kind=cross-entropy",
            "optimization.optimizer={sgd: {momentum: 0}}",
            "optimization.learning-rate=1e12",
            "optimization.schedule={constant: {warm-up-steps: 0}}",
            "evaluation.every=1");
    assertThatThrownBy(() -> start(config, run))
        .isInstanceOf(DivergenceException.class)
        .hasMessageMatching("training diverged at step [0-9]+: .*the learning rate was 1\\.0E12.*")
        .message()
        .doesNotContain("\n");
    Checkpoint good = RunFolder.open(run).last();
    try (var network = good.network(Device.CPU);
        Scope scope = Scope.open()) {
      network
          .state()
          .forEach(
              (name, tensor) -> {
                for (float weight : Tensors.toFloats(tensor)) {
                  assertThat(weight).isFinite();
                }
              });
    }
  }

  @Test
  void hugeViolationsAreNamedAsTheCause() {
    RunConfig config =
        TinyRuns.config(
            "loss.margin.gamma=5e37",
            "loss.margin.layers=all",
            "loss.margin.top-k=0",
            "loss.margin.aggregation=sum",
            "optimization.optimizer={sgd: {momentum: 0}}");
    assertThatThrownBy(() -> start(config, folder.resolve("run")))
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("gamma * clip");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void dataThatAreNotFiniteAreNamedAsTheCause() {
    float[] values = new float[100];
    values[57] = Float.NaN;
    int[] labels = new int[50];
    labels[3] = 1;
    Dataset table = Dataset.table("table", 2, values, labels, List.of("a", "b"));
    RunConfig config =
        TinyRuns.config(
            "data.validation-size=0", "data.feature-scaling=none", "optimization.batch-size=50");
    assertThatThrownBy(
            () ->
                TrainingRun.start(
                    config,
                    TrainingData.split(new DataSource(table, table), config),
                    folder.resolve("run"),
                    SILENT,
                    new StopRequest()))
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("step 1: ")
        .hasMessageContaining("the data are not finite: NaN in sample ")
        .hasMessageContaining(" of the batch, number 2 of it");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  /** The learning rate is not to blame for features of 1e30. */
  @Test
  void dataThatAreVeryLargeAreNamed() {
    float[] values = new float[100];
    // The same point in both classes: one of the two is wrong, whatever the network says.
    values[56] = 1e30f;
    values[6] = 1e30f;
    int[] labels = new int[50];
    labels[3] = 1;
    Dataset table = Dataset.table("table", 2, values, labels, List.of("a", "b"));
    RunConfig config =
        TinyRuns.config(
            "data.validation-size=0",
            "data.feature-scaling=none",
            "optimization.batch-size=50",
            "optimization.learning-rate=1e12",
            "optimization.optimizer={sgd: {momentum: 0}}",
            "evaluation.every=10",
            "loss.kind=cross-entropy");
    assertThatThrownBy(
            () ->
                TrainingRun.start(
                    config,
                    TrainingData.split(new DataSource(table, table), config),
                    folder.resolve("large"),
                    SILENT,
                    new StopRequest()))
        .isInstanceOf(DivergenceException.class)
        .hasMessageContaining("the data are very large: 1.0E30 in sample ")
        .hasMessageContaining(" of the batch, number 1 of it; scale them first");
  }

  @Test
  void aFullDiskIsToldInOneLine() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "needs a device that is always full");
    SplitMetrics metrics = new SplitMetrics(1, "train", 1, null, Map.of(), Map.of(), Map.of());
    try (MetricsFile file = MetricsFile.appendingTo(full)) {
      assertThatThrownBy(() -> file.append(new MetricsFile.Line(metrics, 0, null)))
          .isInstanceOf(OutputException.class)
          .hasMessage("no space left writing /dev/full: free some space or write elsewhere");
    }
  }

  @Test
  void earlyStoppingWaitsForItsPatience() throws IOException {
    RunConfig config =
        TinyRuns.config(
            "evaluation.patience=2",
            "evaluation.every=2",
            "optimization.steps=100",
            "optimization.learning-rate=1e-9");
    Path run = folder.resolve("run");
    TrainingOutcome outcome = start(config, run);
    assertThat(outcome.ending()).isEqualTo(TrainingOutcome.Ending.STOPPED_EARLY);
    assertThat(outcome.bestStep()).isEqualTo(2);
    assertThat(outcome.step()).isEqualTo(6);
    byte[] weights = last(run);
    String figures = Files.readString(RunFolder.open(run).results());

    // As if it had been killed after its last checkpoint.
    Files.delete(RunFolder.open(run).results());
    assertThat(resume(run)).isEqualTo(outcome);
    assertThat(last(run)).isEqualTo(weights);
    assertThat(RunFolder.open(run).results()).hasContent(figures);
  }

  /**
   * Stopped while it was measured, then killed between the lines of this step and its checkpoint.
   */
  @Test
  void anEvaluationThatWasGivenUpIsMadeOnce() throws IOException {
    Path unbroken = folder.resolve("unbroken");
    start(TinyRuns.config(), unbroken);
    List<String> expected = metricsWithoutSeconds(unbroken);
    Path run = folder.resolve("run");
    assertThat(startUntil(10, TinyRuns.config(), run).step()).isEqualTo(10);
    Path metrics = run.resolve("metrics.jsonl");
    String written = Files.readString(metrics);
    assertThat(written).doesNotContain("\"step\":10,").contains("\"step\":5,");
    String lines =
        Files.readAllLines(unbroken.resolve("metrics.jsonl")).stream()
            .filter(line -> line.contains("\"step\":10,"))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    Files.writeString(metrics, written + lines);
    resume(run);
    assertThat(metricsWithoutSeconds(run)).isEqualTo(expected);
    assertThat(last(run)).isEqualTo(last(unbroken));
  }

  /** At whatever byte a process ended that wrote a line, the next line is not joined to it. */
  @Test
  void anUnfinishedLineOfMetricsIsDropped() throws IOException {
    Path unbroken = folder.resolve("unbroken");
    start(TinyRuns.config(), unbroken);
    Path run = folder.resolve("run");
    startUntil(12, TinyRuns.config(), run);
    Path metrics = run.resolve("metrics.jsonl");
    String whole = Files.readString(metrics);
    Files.writeString(metrics, whole + whole.substring(0, 40));
    resume(run);
    assertThat(metricsWithoutSeconds(run)).isEqualTo(metricsWithoutSeconds(unbroken));
  }

  @Test
  void killedBetweenTwoCheckpointsARunHasItsBestAlready() throws IOException {
    Path run = folder.resolve("run");
    RunFolder made = RunFolder.create(run);
    RunConfig config = TinyRuns.config();
    try (Trainer trainer = new Trainer(config, data(config));
        OwnedRun owned = OwnedRun.create(run);
        RunRecorder recorder =
            new RunRecorder(owned, config, Provenance.of(config, data(config), Device.CPU), -1)) {
      recorder.stepped(1, 0);
      Files.createDirectories(
          made.checkpoint(EvaluationConfig.Keep.LAST).resolve("nothing can be written here"));
      assertThatThrownBy(() -> recorder.checkpoint(trainer.state(), true))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("found a folder");
    }
    assertThat(made.checkpoint(EvaluationConfig.Keep.BEST)).exists();
  }

  @Test
  void withoutValidationTheLastCheckpointIsTheResult() {
    RunConfig config = TinyRuns.config("data.validation-size=0");
    TrainingOutcome outcome = start(config, folder.resolve("run"));
    assertThat(outcome.bestStep()).isZero();
    try (TrainedRun trained = TrainedRun.load(folder.resolve("run"), Device.CPU)) {
      assertThat(trained.step()).isEqualTo(20);
    }
  }
}
