package org.widemargin.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.widemargin.attack.AttackRun;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.config.Json;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.distance.BoundaryDistance;
import org.widemargin.distance.LayerDistances;
import org.widemargin.error.InputException;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.file.AtomicFiles;
import org.widemargin.norm.Norm;
import org.widemargin.robustness.NoiseTable;
import org.widemargin.robustness.RobustnessEvaluation;
import org.widemargin.robustness.RobustnessTable;
import org.widemargin.run.MetricsFile;
import org.widemargin.run.RunFolder;
import org.widemargin.run.TrainedRun;
import org.widemargin.run.TrainingRun;
import org.widemargin.torch.Device;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TrainingData;
import org.widemargin.train.TrainingOutcome;

/**
 * Trains a network with cross-entropy and one with a large margin, and compares them: clean, in
 * noise, under attack, and by their distances to the boundary.
 *
 * <p>Each training is a run in a folder of its own. A demo that was stopped goes on where it was,
 * and one that is complete is only measured again.
 */
public final class Demo {
  private static final int STAGES = 5;
  private static final int REFINEMENTS = 3;
  private static final String BASELINE = "cross-entropy";

  private final DemoPlan plan;
  private final DataSource source;
  private final Path folder;
  private final DemoListener listener;

  /**
   * Prepares the demo.
   *
   * @param plan what to do
   * @param source what to learn from
   * @param folder where the runs go, as {@code cross-entropy} and {@code large-margin}
   * @param listener learns how it goes
   */
  public Demo(DemoPlan plan, DataSource source, Path folder, DemoListener listener) {
    this.plan = plan;
    this.source = source;
    this.folder = folder;
    this.listener = listener;
  }

  /**
   * How many steps each training has of a demo that was begun.
   *
   * @param folder where its runs go
   * @return none if none was
   * @throws InputException if what is there is no run
   */
  public static OptionalInt stepsOf(Path folder) {
    Path baseline = folder.resolve(BASELINE);
    return Files.exists(baseline.resolve("config.yaml"))
        ? OptionalInt.of(RunFolder.open(baseline).config().optimization().steps())
        : OptionalInt.empty();
  }

  /**
   * Trains and measures.
   *
   * @param stop asks to stop after a step
   * @return what was found; empty if it was stopped
   * @throws InputException if another run is in the folder, or the disk is full
   */
  public Optional<DemoResult> run(StopRequest stop) {
    Path baseline = folder.resolve(BASELINE);
    Path robust = folder.resolve("large-margin");
    requireOwn(baseline, plan.crossEntropy());
    requireOwn(robust, plan.margin());
    listener.stage(1, STAGES, "training a network with cross-entropy");
    if (!train(plan.crossEntropy(), baseline, stop)) {
      return Optional.empty();
    }
    listener.stage(2, STAGES, "training the same network with a large margin");
    if (!train(plan.margin(), robust, stop)) {
      return Optional.empty();
    }
    Device device = plan.margin().device().here();
    try (TrainedRun crossEntropy = TrainedRun.load(baseline, device);
        TrainedRun margin = TrainedRun.load(robust, device)) {
      listener.stage(3, STAGES, "attacking the cross-entropy network");
      DemoModel first = measure("cross-entropy", crossEntropy);
      listener.stage(4, STAGES, "attacking the large-margin network");
      DemoModel second = measure("large margin", margin);
      listener.stage(5, STAGES, "drawing");
      Dataset test = source.test();
      List<DemoResult.Row> rows =
          new DemoPictures(crossEntropy.network(), margin.network(), plan.shownEpsilon()).of(test);
      return Optional.of(new DemoResult(plan, test.name(), test.classNames(), first, second, rows));
    }
  }

  /** Fails before anything is trained, rather than after the first network is. */
  private static void requireOwn(Path run, RunConfig config) {
    if (!Files.exists(run.resolve("config.yaml"))) {
      RunFolder.create(run);
      return;
    }
    InputException.require(
        RunFolder.open(run).config().on(config.device()).equals(config),
        "expected a new folder or a demo of the same settings, found a run with others in %s:"
            + " choose another folder, or delete it",
        run);
  }

  /** Trains to the end, or tells that it was stopped. */
  private boolean train(RunConfig config, Path run, StopRequest stop) {
    TrainingData data = TrainingData.split(source, config);
    TrainingOutcome outcome =
        Files.exists(run.resolve("config.yaml"))
            ? TrainingRun.resume(config, data, run, listener.training(config), stop)
            : TrainingRun.start(config, data, run, listener.training(config), stop);
    return outcome.ending() != TrainingOutcome.Ending.INTERRUPTED;
  }

  private DemoModel measure(String name, TrainedRun run) {
    Classifier classifier = Classifier.of(run.network());
    Dataset test = source.test();
    RobustnessEvaluation evaluation =
        new RobustnessEvaluation(
            plan.epsilons(), run.config().seed(), AttackRun.DEFAULT_BATCH_SIZE);
    NoiseTable inNoise = evaluation.withoutAttacks(classifier, test, Batches.first(test.size()));
    RobustnessTable robustness = evaluation.of(classifier, test, first(plan.samples()));
    AtomicFiles.writeText(run.folder().results(), Json.write(robustness));
    return new DemoModel(
        name,
        run.folder().path(),
        run.config(),
        run.step(),
        new ArrayList<>(MetricsFile.read(run.folder().metrics())),
        inNoise,
        robustness,
        distances(run));
  }

  private LayerDistances distances(TrainedRun run) {
    Dataset measured = source.test().subset(first(plan.distanceSamples()));
    return Objects.requireNonNull(
        BoundaryDistance.refined(Norm.LINF, REFINEMENTS)
            .at(LayerChoice.parse("input"))
            .of(run.network(), measured)
            .get("input"));
  }

  private int[] first(int count) {
    return IntStream.range(0, Math.min(count, source.test().size())).toArray();
  }
}
