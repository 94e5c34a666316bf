package org.widemargin.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.data.Dataset;
import org.widemargin.data.Datasets;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.norm.Norm;
import org.widemargin.robustness.AdversarialExamples;
import org.widemargin.run.TrainedRun;
import org.widemargin.study.Identity;
import org.widemargin.study.Measurement;
import org.widemargin.study.Quantities;
import org.widemargin.study.Study;
import org.widemargin.study.TinyStudies;
import org.widemargin.study.TrialResult;
import org.widemargin.sweep.Sweep;
import org.widemargin.sweep.SweepListener;
import org.widemargin.torch.Device;
import org.widemargin.torch.DeviceChoice;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;

/** The command {@code transfer} and the studies measure one claim by one program. */
class TransferTest {
  private static final int SAMPLES = 30;
  private static final String MEASUREMENTS =
      """
      seeds: [1]
      measurements:
        - black-box: {attack: fgsm, source: cross-entropy, epsilons: [0.1, 0.3], samples: 30}
        - black-box: {attack: ifgsm, source: cross-entropy, epsilons: [0.1, 0.3], samples: 30}
        - attacker: {attack: ifgsm, target: cross-entropy, epsilons: [0.1, 0.3], samples: 30}
      """;

  @TempDir private Path folder;

  @Test
  void sourcesOfOtherLettersHaveFilesOfTheirOwn() throws IOException {
    TransferFiles files = new TransferFiles(folder, "mnist", Norm.LINF.toString(), 7);
    Dataset rows =
        Dataset.table("rows", 1, new float[] {1, 2}, new int[] {0, 1}, List.of("a", "b"));
    AdversarialExamples none = AdversarialExamples.ofAll(rows, List.of());
    files.add("runs/\u00e4", "fgsm", 0.1, none);
    files.add("runs/\u00f6", "fgsm", 0.1, none);
    try (Stream<Path> entries = Files.list(folder.resolve("examples"))) {
      assertThat(entries.filter(file -> file.toString().endsWith(".safetensors"))).hasSize(2);
    }
  }

  @Test
  void givesTheNumbersOfTheStudiesForTheSameNetworksSamplesAndAttack() throws IOException {
    Study study = TinyStudies.of(MEASUREMENTS);
    Sweep sweep = new Sweep(folder, Device.CPU, new SweepListener() {}, new StopRequest());
    sweep.run(study);
    List<TrialResult> lines = List.copyOf(sweep.results().all());
    assertThat(lines).hasSize(6);

    Map<String, TrainedRun> runs = new LinkedHashMap<>();
    Map<String, Classifier> models = new LinkedHashMap<>();
    try (Stream<Path> trained = Files.list(folder.resolve("work/networks"))) {
      trained.forEach(
          run ->
              runs.put(
                  key(RunConfig.read(run.resolve("config.yaml")).on(DeviceChoice.AUTO)),
                  TrainedRun.load(run, Device.CPU)));
    }
    runs.forEach((name, run) -> models.put(name, Classifier.of(run.network())));
    Dataset test = Datasets.load(lines.get(0).network().data().dataset()).test();
    TransferResult transferred =
        new TransferStudy(
                new TransferPlan(List.of("fgsm", "ifgsm"), Norm.LINF, List.of(0.1, 0.3), 7),
                models,
                test,
                Batches.first(SAMPLES),
                11)
            .run((source, attack, epsilon, examples) -> {});

    assertThat(transferred.clean().values())
        .as("some samples are wrong as they are")
        .anySatisfy(clean -> assertThat(clean).isStrictlyBetween(0.0, 1.0));
    for (TrialResult line : lines) {
      assertThat(line.curve(Quantities.TRANSFER)).isEqualTo(curve(transferred, line));
    }
    runs.values().forEach(TrainedRun::close);
  }

  /** The same curve in the matrices. */
  private static Map<Double, Double> curve(TransferResult transferred, TrialResult line) {
    String own = key(line.network());
    String other = key(Objects.requireNonNull(line.other()));
    boolean attacks = line.measurement() instanceof Measurement.Attacker;
    String attack =
        line.measurement() instanceof Measurement.BlackBox blackBox
            ? blackBox.attack().name().toLowerCase(Locale.ROOT)
            : "ifgsm";
    Map<Double, Double> curve = new LinkedHashMap<>();
    transferred.matrices().stream()
        .filter(matrix -> matrix.attack().equals(attack))
        .forEach(
            matrix ->
                curve.put(
                    matrix.epsilon(), attacks ? matrix.at(own, other) : matrix.at(other, own)));
    return curve;
  }

  private static String key(RunConfig config) {
    return Identity.of(config);
  }
}
