package org.widemargin.cli.command;

import static org.widemargin.error.InputException.require;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.widemargin.cli.machine.DefaultDevice;
import org.widemargin.cli.machine.Threads;
import org.widemargin.cli.option.Candidates;
import org.widemargin.cli.option.EngineOptions;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.option.RunOptions;
import org.widemargin.cli.option.TrainingOptions;
import org.widemargin.cli.option.WorkerOptions;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.KeyList;
import org.widemargin.cli.text.ReadingNotes;
import org.widemargin.cli.text.TrainingSummary;
import org.widemargin.cli.worker.LocalWorkerCrew;
import org.widemargin.cli.worker.WorkerCrew;
import org.widemargin.cli.worker.WorkerCrewProvider;
import org.widemargin.cli.worker.WorkerTraining;
import org.widemargin.config.Json;
import org.widemargin.data.ReadingListener;
import org.widemargin.parallel.MeetingPoint;
import org.widemargin.parallel.OwnProgram;
import org.widemargin.parallel.Workers;
import org.widemargin.run.FollowedRun;
import org.widemargin.run.Listeners;
import org.widemargin.run.OwnedRun;
import org.widemargin.run.ProgressLine;
import org.widemargin.run.RunFolder;
import org.widemargin.run.TotalTimes;
import org.widemargin.run.TrainingRun;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TrainingData;
import org.widemargin.train.TrainingListener;
import org.widemargin.train.TrainingOutcome;
import org.widemargin.watch.RunWatch;
import org.widemargin.web.WebServer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Trains a network. */
@Command(
    name = "train",
    description = {
      "Train a network with cross-entropy, generalised cross-entropy, hinge or large-margin loss,"
          + " into a folder that explains itself and can be copied.",
      "",
      "A preset's values are replaced by those of --config, and these by options and --set; the"
          + " defaults below are those without any of them.",
      "",
      "Ctrl-C and SIGTERM end the run after the step it is in; --resume continues it to the same"
          + " weights as if it had never stopped.",
      "",
    },
    sortOptions = false,
    sortSynopsis = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin train --preset robust --out runs/robust",
      "  widemargin train --dataset mnist --model mnist-cnn --loss cross-entropy --steps 5000 \\",
      "      --out runs/cross-entropy",
      "  widemargin train --preset paper --loss margin --norm l2 --out runs/paper-l2",
      "  widemargin train --loss margin --norm linf --layers input --gamma 0.4 \\",
      "      --gradient boundary --refinements 2 --steps 2000 --out runs/mine",
      "  widemargin train --config my.yaml --set optimization.batch-size=64 --out runs/small",
      "  widemargin train --resume --out runs/robust --watch",
    })
public final class TrainCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "RUN",
      description = "The run's folder; must be new or empty.")
  private Path out = Path.of("");

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      completionCandidates = Candidates.PresetNames.class,
      description = "Start from the values of ${COMPLETION-CANDIDATES}.")
  private @Nullable String preset;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A YAML file of values, such as another run's config.yaml.")
  private @Nullable Path configFile;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Set any key of config.yaml, such as optimization.optimizer.sgd.momentum=0; may be"
              + " repeated.")
  private List<String> overrides = List.of();

  @Option(
      names = "--keys",
      help = true,
      description = "List all keys that --set and --config take, with their defaults, and end.")
  private boolean keys;

  @Option(names = "--resume", description = "Continue the run in --out from its last checkpoint.")
  private boolean resume;

  @Option(
      names = "--force",
      description =
          "Replace the run that is in --out already; it goes when the new one has its first"
              + " checkpoint.")
  private boolean force;

  @Option(
      names = "--watch",
      arity = "0..1",
      paramLabel = "PORT",
      fallbackValue = "0",
      description =
          "Show the run's curves in the browser while it goes, on this machine alone; at any free"
              + " port, which is told, unless one is given.")
  private @Nullable Integer watchPort;

  @Mixin private WorkerOptions workers = new WorkerOptions();

  @Mixin private EngineOptions engine = new EngineOptions();

  @Mixin private JsonOption json = new JsonOption();

  @Spec private @Nullable CommandSpec spec;

  private TrainCommand(Console console) {
    this.console = console;
  }

  /**
   * Makes the command with the options that are keys of its configuration.
   *
   * @param console where to write
   * @return the command
   */
  public static CommandLine create(Console console) {
    CommandLine command = new CommandLine(new TrainCommand(console));
    RunOptions.addTo(command);
    return command;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (keys) {
      KeyList all = KeyList.of(RunConfig.defaults());
      json.print(console, all, () -> console.print(all.text()));
      return 0;
    }
    require(!resume || !force, "expected --resume or --force, found both");
    if (!WorkerTraining.isWorker()) {
      OptionalInt count = workers.count();
      if (count.isPresent()) {
        return trainBy(count.getAsInt());
      }
      require(engine.isLocal(), "expected --workers with --master, found none");
    }
    try (Workers joined = workers.join(WorkerTraining.isWorker())) {
      if (joined.isFirst()) {
        train(joined);
      } else {
        follow(joined);
      }
    }
    return 0;
  }

  private int trainBy(int count) throws InterruptedException {
    try (WorkerCrew crew = crew(count)) {
      return new WorkerTraining(crew, out, arguments(), workers.restarts()).train(console);
    }
  }

  /** Those of this program, with what stood in files; picocli reads no file for a doubled @. */
  private List<String> arguments() {
    ParseResult program = Objects.requireNonNull(spec).commandLine().getParent().getParseResult();
    return program.expandedArgs().stream()
        .map(argument -> argument.startsWith("@") ? "@" + argument : argument)
        .toList();
  }

  private WorkerCrew crew(int count) {
    require(
        watchPort == null || engine.isLocal(),
        "expected no --watch with --master, since nobody reaches a worker's page there; look at the"
            + " run with 'widemargin watch'");
    Optional<WorkerCrewProvider> elsewhere =
        engine.find(WorkerCrewProvider.class, WorkerCrewProvider::name);
    if (elsewhere.isPresent()) {
      return elsewhere
          .get()
          .gather(engine.master(), engine.settings(), count, workers.patience(), out);
    }
    List<MeetingPoint> points = workers.toStart(count);
    int threads = Math.max(1, Threads.chosen() / points.size());
    return new LocalWorkerCrew(points, OwnProgram.asThis(threads), Path.of("").toAbsolutePath());
  }

  /** What another worker writes down. */
  private void follow(Workers joined) {
    String told = new String(joined.ofFirst(new byte[0]), StandardCharsets.UTF_8);
    RunConfig first = Json.readText(told, "the configuration of worker 0", RunConfig.class);
    RunConfig config = DefaultDevice.fromEnvironment().map(first::on).orElse(first);
    try (StopRequest stop = stop()) {
      TrainingData samples = TrainingData.load(config, ReadingListener.SILENT);
      FollowedRun.train(config, samples, joined, stop);
    }
  }

  private static StopRequest stop() {
    StopRequest stop = StopRequest.onShutdown();
    if (WorkerTraining.isWorker()) {
      WorkerTraining.endWithParent(stop);
    }
    return stop;
  }

  private void train(Workers joined) {
    if (watchPort == null) {
      train(joined, Optional.empty());
    } else {
      try (RunWatch watch =
          resume
              ? RunWatch.ofResumed(out, WebServer.LOOPBACK, watchPort)
              : RunWatch.ofFuture(out, WebServer.LOOPBACK, watchPort)) {
        console.notePlain("watch it at " + watch.server().url());
        train(joined, Optional.of(watch));
        watch.awaitLastLook();
      }
    }
  }

  private void train(Workers joined, Optional<RunWatch> watch) {
    long start = System.nanoTime();
    try (StopRequest stop = stop();
        OwnedRun run = claim()) {
      stop.beforeTheEnd(run::leaveNothingBehind);
      RunConfig config = resume ? resumed() : fresh();
      joined.ofFirst(Json.writeLine(config).getBytes(StandardCharsets.UTF_8));
      TrainingData samples = TrainingData.load(config, new ReadingNotes(console));
      TotalTimes times = new TotalTimes();
      TrainingOutcome outcome =
          train(config, samples, run, joined, stop, told(config, times, watch));
      double seconds = (System.nanoTime() - start) * 1e-9;
      TrainingSummary summary =
          TrainingSummary.of(out, outcome, samples, config.device().here(), seconds, times.total());
      json.print(console, summary, () -> console.print(summary.text()));
      if (outcome.ending() == TrainingOutcome.Ending.INTERRUPTED) {
        console.notePlain(
            outcome.step() == 0
                ? "stopped before the first step; nothing was written"
                : "stopped; continue with: widemargin train --resume --out " + summary.run());
      }
    }
  }

  private OwnedRun claim() {
    if (resume) {
      return OwnedRun.open(out);
    }
    return force ? OwnedRun.replace(out) : OwnedRun.create(out);
  }

  private RunConfig fresh() {
    return options().resolve(Threads.chosen(), DefaultDevice.chosen());
  }

  private RunConfig resumed() {
    RunConfig begun = RunFolder.open(out).config();
    return options().resolveOver(DefaultDevice.fromEnvironment().map(begun::on).orElse(begun), out);
  }

  private TrainingOptions options() {
    ParseResult parsed = Objects.requireNonNull(spec).commandLine().getParseResult();
    return new TrainingOptions(preset, configFile, RunOptions.given(parsed), overrides);
  }

  private TrainingListener told(RunConfig config, TotalTimes times, Optional<RunWatch> watch) {
    ProgressLine progress =
        new ProgressLine(
            console.errStream(), console.showsProgress(), config.optimization().steps());
    List<TrainingListener> told = new ArrayList<>(List.of(progress, times));
    watch.map(RunWatch::listener).ifPresent(told::add);
    return new Listeners(told);
  }

  private TrainingOutcome train(
      RunConfig config,
      TrainingData samples,
      OwnedRun run,
      Workers joined,
      StopRequest stop,
      TrainingListener listener) {
    return resume
        ? TrainingRun.resume(config, samples, run, joined, listener, stop)
        : TrainingRun.start(config, samples, run, joined, listener, stop);
  }
}
