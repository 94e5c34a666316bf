package org.widemargin.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.data.LabelNoise;
import org.widemargin.error.InputException;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputBatch;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;
import org.widemargin.run.TrainedRun;
import org.widemargin.run.TrainingRun;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TinyRuns;
import org.widemargin.train.Trainer;
import org.widemargin.train.TrainingData;
import org.widemargin.train.TrainingListener;

class AuditorTest {
  private static final DataSource SOURCE = TinyRuns.images(240, 60);
  private static final AuditSpec SPEC = AuditSpec.of(Norm.L2, LayerChoice.ALL, 2);

  @TempDir private Path folder;

  private static Auditor auditor(Folds folds, KeptFolds kept, AuditListener listener) {
    return new Auditor(SPEC, folds, 0.01, kept, listener);
  }

  private static float[] values(int count) {
    SplittableRandom random = new SplittableRandom(9);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** On a linear network every score has a formula. */
  @Test
  void aLinearNetworkIsScoredByItsFormulas() {
    Dataset samples =
        Dataset.table(
            "rows", 3, values(60 * 3), SOURCE.test().labels(), SOURCE.test().classNames());
    NetworkSpec linear = Architectures.mlp(InputSpec.features(3), List.of(), 4, 0);
    try (Network network = Network.initialise(linear, 3, Device.CPU);
        Scope scope = Scope.open()) {
      SampleScores scores = NetworkScores.of(network, samples, SPEC);
      assertThat(scores.names())
          .containsExactly(
              "gap",
              "loss",
              "distance-input",
              "distance-logits",
              "refined-input",
              "refined-logits");
      Tensor weight =
          network.state().entrySet().stream()
              .filter(entry -> entry.getKey().endsWith("weight"))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElseThrow();
      double[] weights = Tensors.toDoubles(weight.reshape(-1));
      int features = weights.length / 4;
      Tensor input =
          InputBatch.samples(samples, IntStream.range(0, 60).toArray(), network.device());
      double[] logits =
          Tensors.toDoubles(Autograd.withoutGradient(() -> network.logits(input)).reshape(-1));
      for (int sample = 0; sample < 60; sample++) {
        double[] own = Arrays.copyOfRange(logits, 4 * sample, 4 * sample + 4);
        int label = samples.label(sample);
        int rival =
            IntStream.range(0, 4)
                .filter(i -> i != label)
                .reduce((a, b) -> own[b] > own[a] ? b : a)
                .orElseThrow();
        double gap = own[label] - own[rival];
        double sum = IntStream.range(0, 4).mapToDouble(i -> Math.exp(own[i] - own[label])).sum();
        double square =
            IntStream.range(0, features)
                .mapToDouble(j -> weights[label * features + j] - weights[rival * features + j])
                .map(d -> d * d)
                .sum();
        assertThat(scores.value("gap", sample)).isCloseTo(gap, within(1e-6));
        assertThat(scores.value("loss", sample)).isCloseTo(Math.log(sum), within(1e-6));
        assertThat(scores.value("distance-input", sample))
            .isCloseTo(gap / Math.sqrt(square), within(1e-5));
        assertThat(scores.value("distance-logits", sample))
            .isCloseTo(gap / Math.sqrt(2), within(1e-5));
        assertThat(scores.value("refined-input", sample))
            .isCloseTo(gap / Math.sqrt(square), within(1e-4));
        assertThat(scores.predicted(sample) == label).isEqualTo(gap > 0);
      }
    }
  }

  /** A fold's scores are those of a network that was trained by hand on all the others. */
  @Test
  void everySampleIsJudgedByANetworkThatDidNotLearnFromIt() {
    RunConfig config = TinyRuns.config();
    Dataset train = TrainingData.split(SOURCE, config).train();
    Folds folds = new Folds(3, 5);
    SampleScores all =
        new CrossValidation(config, folds, SPEC).of(train, null, AuditListener.SILENT);
    int[] second = folds.of(train).get(1);
    int[] others =
        IntStream.range(0, train.size())
            .filter(i -> IntStream.of(second).noneMatch(own -> own == i))
            .toArray();
    try (Trainer trainer =
        new Trainer(config, new TrainingData(train.subset(others), null, SOURCE.test()))) {
      for (int step = 0; step < 20; step++) {
        trainer.step();
      }
      SampleScores expected = NetworkScores.of(trainer.network(), train.subset(second), SPEC);
      for (int i = 0; i < second.length; i++) {
        for (String name : expected.names()) {
          assertThat(all.value(name, second[i])).isEqualTo(expected.value(name, i));
        }
      }
    }
  }

  @Test
  void finishedFoldsAreFoundAgainAndThoseOfOtherDataAreNot() {
    RunConfig config = TinyRuns.config();
    Dataset train = TrainingData.split(SOURCE, config).train();
    CrossValidation validation = new CrossValidation(config, new Folds(2, 5), SPEC);
    KeptFolds kept = new KeptFolds(folder.resolve("folds"));
    long[] steps = {0};
    AuditListener counting =
        new AuditListener() {
          @Override
          public void stepped(long step, long of) {
            steps[0]++;
          }
        };
    SampleScores first = validation.of(train, kept, counting);
    assertThat(steps[0]).isEqualTo(40);
    assertThat(validation.of(train, kept, counting)).isEqualTo(first);
    assertThat(steps[0]).as("nothing is trained again").isEqualTo(40);
    Dataset relabelled = LabelNoise.flip(train, 0.1, 3);
    validation.of(relabelled, kept, counting);
    assertThat(steps[0]).as("other labels, other networks").isEqualTo(80);
  }

  @Test
  void plantedLabelsAreFoundAndTheirFiguresTold() {
    RunConfig config = TinyRuns.config("optimization.steps=120", "optimization.learning-rate=0.02");
    Planting planting = new Planting(0.1, LabelNoise.Kind.UNIFORM, 3);
    Audit audit =
        auditor(new Folds(4, 1), new KeptFolds(folder), AuditListener.SILENT)
            .planted(planting, config, SOURCE);
    assertThat(audit.parts()).hasSize(1);
    PartAudit train = audit.train();
    long wrong =
        IntStream.range(0, train.data().size())
            .filter(sample -> train.wrong(sample).orElseThrow())
            .count();
    assertThat(wrong).isEqualTo(20);
    List<Detection> found = train.detections();
    assertThat(found)
        .extracting(detection -> detection.score() + " " + detection.outOfSample())
        .contains("gap false", "area false", "gap true", "refined-input true");
    assertThat(found)
        .filteredOn(Detection::outOfSample)
        .filteredOn(detection -> detection.score().equals("gap"))
        .allSatisfy(detection -> assertThat(detection.auroc()).isGreaterThan(0.95));
  }

  private TrainedRun trained(RunConfig config, String name) {
    Path run = folder.resolve(name);
    TrainingRun.start(
        config,
        TrainingData.split(SOURCE, config),
        run,
        new TrainingListener() {},
        new StopRequest());
    return TrainedRun.load(run, Device.CPU);
  }

  @Test
  void everySampleOfEveryPartIsToldByItsPlaceAndReadBack() {
    RunConfig config = TinyRuns.config("evaluation.track-samples=true", "data.label-noise=0.1");
    try (TrainedRun run = trained(config, "run")) {
      Auditor auditor = new Auditor(SPEC, null, 0.01, null, AuditListener.SILENT);
      Audit audit = auditor.of(run, config, SOURCE);
      assertThat(audit.parts())
          .extracting(PartAudit::name)
          .containsExactly("train", "validation", "test");
      assertThat(audit.parts()).extracting(part -> part.data().size()).containsExactly(200, 40, 60);
      List<Integer> places = new ArrayList<>(audit.train().places());
      places.addAll(audit.parts().get(1).places());
      assertThat(places.stream().sorted().toList())
          .isEqualTo(IntStream.range(0, 240).boxed().toList());
      for (PartAudit part : audit.parts().subList(0, 2)) {
        for (int sample = 0; sample < part.data().size(); sample++) {
          assertThat(part.data().sample(sample))
              .isEqualTo(SOURCE.train().sample(part.places().get(sample)));
        }
      }
      assertThat(audit.train().own().names()).contains("area").doesNotContain("steps");
      AuditFiles files = new AuditFiles(folder.resolve("audit"));
      AuditSummary summary =
          AuditSummary.of(
              audit, "run", "0", config.data().dataset(), auditor, null, SampleScores.GAP);
      files.write(audit, summary);
      assertThat(files.summary()).isEqualTo(summary);
      List<SampleLine> lines = new ArrayList<>();
      files.read(lines::add);
      assertThat(lines).hasSize(300);
      SampleLine line = lines.get(7);
      assertThat(line).isEqualTo(SampleLine.of(audit.train(), 7));
      assertThat(files.folder().resolve("samples.csv")).content().hasLineCount(301);
    }
  }

  /** What takes hours is not begun for a score that it cannot give. */
  @Test
  void theScoresAreKnownBeforehand() {
    try (TrainedRun run = trained(TinyRuns.config(), "plain")) {
      NetworkSpec network = run.network().spec();
      for (Folds folds : new Folds[] {null, new Folds(2, 1)}) {
        Auditor auditor = new Auditor(SPEC, folds, 0, null, AuditListener.SILENT);
        Audit audit = auditor.of(run, TinyRuns.config(), SOURCE);
        for (String name : audit.train().judged().names()) {
          assertThat(auditor.requireScore(name, network, false)).isEqualTo(name);
        }
        assertThatThrownBy(() -> auditor.requireScore("area", network, folds != null))
            .isInstanceOf(InputException.class)
            .hasMessage(
                "expected one of the scores %s, found 'area'",
                new TreeSet<>(audit.train().judged().names()));
      }
      assertThat(
              new Auditor(SPEC, null, 0, null, AuditListener.SILENT)
                  .requireScore("area", network, true))
          .isEqualTo("area");
    }
  }

  @Test
  void onlyAFolderOfAnAuditHasItsMark() throws IOException {
    Path audit = folder.resolve("audit");
    AuditFiles files = new AuditFiles(audit);
    assertThat(audit.resolve(files.mark())).doesNotExist();
    Files.createDirectories(audit);
    Files.writeString(audit.resolve("samples.jsonl"), "");
    assertThat(audit.resolve(files.mark())).as("killed while it wrote").exists();
    Files.writeString(audit.resolve("index.html"), "mine");
    assertThat(audit.resolve(files.mark())).doesNotExist();
    Files.writeString(audit.resolve("audit.json"), "{}");
    assertThat(audit.resolve(files.mark())).exists();
    Path stopped = folder.resolve("stopped");
    Files.createDirectories(stopped.resolve("folds"));
    assertThat(stopped.resolve(new AuditFiles(stopped).mark())).exists();
  }

  @Test
  void aScoreThatIsNotThereIsNamed() {
    try (TrainedRun run = trained(TinyRuns.config(), "plain")) {
      Auditor auditor = new Auditor(SPEC, null, 0, null, AuditListener.SILENT);
      NetworkSpec network = run.network().spec();
      assertThat(auditor.requireScore("loss", network, false)).isEqualTo("loss");
      assertThatThrownBy(() -> auditor.requireScore("area", network, false))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("distance-input")
          .hasMessageContaining("found 'area'");
    }
    assertThat(Files.exists(folder.resolve("plain"))).isTrue();
  }
}
