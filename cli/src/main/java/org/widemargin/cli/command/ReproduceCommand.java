package org.widemargin.cli.command;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.widemargin.cli.option.Candidates;
import org.widemargin.cli.option.DeviceOption;
import org.widemargin.cli.option.EngineOptions;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.Durations;
import org.widemargin.cli.text.Failures;
import org.widemargin.config.Yaml;
import org.widemargin.data.DatasetSpec;
import org.widemargin.reproduce.Budget;
import org.widemargin.reproduce.Protocol;
import org.widemargin.reproduce.Reproduction;
import org.widemargin.study.Study;
import org.widemargin.study.Trial;
import org.widemargin.study.TrialResult;
import org.widemargin.sweep.Crew;
import org.widemargin.sweep.DataFolders;
import org.widemargin.sweep.Estimate;
import org.widemargin.sweep.Sweep;
import org.widemargin.sweep.SweepListener;
import org.widemargin.train.StopRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reruns the paper's experiments, or a study of one's own. */
@Command(
    name = "reproduce",
    description = {
      "Rerun the paper's experiments on MNIST and CIFAR-10 with the methods of the paper and the"
          + " boundary margins: figures, a table of claims, and every number as a line of JSON.",
      "",
      "May be stopped or killed at any moment: the same command goes on from there. Run it twice at"
          + " the same time to use two processors: the processes share the work.",
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin reproduce noisy-labels --budget smoke",
      "  widemargin reproduce all --budget quick --out reproduction",
      "  widemargin reproduce cifar-noisy-labels --data cifar-10=cifar-10-batches-bin",
      "  widemargin reproduce my-study.yaml --dry-run",
    })
public final class ReproduceCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "NAME",
      arity = "1..*",
      completionCandidates = Candidates.StudyNames.class,
      description =
          "all (those whose data are there), the name of a study (${COMPLETION-CANDIDATES}), or the"
              + " YAML file of a study.")
  private List<String> names = List.of();

  @Option(
      names = "--budget",
      paramLabel = "BUDGET",
      defaultValue = "quick",
      description = {
        "smoke (about a minute for all studies; its numbers mean nothing), quick (hours on two"
            + " processors), standard (ten epochs and a search for every method; a day or two), or"
            + " paper (50 000 steps and the whole search); default: ${DEFAULT-VALUE}."
      })
  private Budget budget = Budget.QUICK;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where everything goes; default: runs/reproduce-BUDGET.")
  private @org.jspecify.annotations.Nullable Path out;

  @Option(
      names = "--data",
      paramLabel = "NAME=DIR",
      description =
          "Where a data set lies that does not come with the program, such as cifar-10=DIR; again for"
              + " each one. Result lines do not depend on it, but on the contents.")
  private Map<String, Path> data = Map.of();

  @Option(
      names = "--dry-run",
      description = "Only check the studies, and show how many trials they have and their time.")
  private boolean dryRun;

  @Mixin private EngineOptions engine = new EngineOptions();

  @Mixin private DeviceOption device = new DeviceOption();

  @Mixin private JsonOption json = new JsonOption();

  public ReproduceCommand(Console console) {
    this.console = console;
  }

  /**
   * What {@code reproduce --json} gives.
   *
   * @param folder where everything is
   * @param studies each with its trials
   * @param complete whether all are finished
   */
  private record Answer(String folder, List<Line> studies, boolean complete) {
    /**
     * A study.
     *
     * @param name its name
     * @param trials how many it has
     * @param left how many of them were not finished at the start
     * @param estimatedSeconds of those
     */
    private record Line(String name, int trials, int left, double estimatedSeconds) {}
  }

  @Override
  public Integer call() throws Exception {
    Path folder = out == null ? budget.usualFolder() : out;
    DataFolders folders = new DataFolders(data);
    List<Study> studies = studies(folders);
    Optional<Crew> crew = dryRun ? Optional.empty() : engine.gather();
    try (StopRequest stop = StopRequest.onShutdown();
        AutoCloseable end = () -> crew.ifPresent(Crew::close)) {
      stop.beforeTheEnd(() -> console.notePlain("stopped; the same command goes on from here"));
      Progress progress = new Progress();
      Sweep sweep =
          crew.map(others -> new Sweep(folder, device.here(), progress, stop, folders, others))
              .orElseGet(() -> new Sweep(folder, device.here(), progress, stop, folders));
      Reproduction reproduction = new Reproduction(folder, sweep);
      reproduction.check(studies);
      List<Answer.Line> lines = new ArrayList<>();
      List<Estimate> estimates = sweep.estimate(studies);
      for (int i = 0; i < studies.size(); i++) {
        Estimate estimate = estimates.get(i);
        lines.add(
            new Answer.Line(
                studies.get(i).name(), estimate.trials(), estimate.left(), estimate.seconds()));
        console.notePlain(
            String.format(
                Locale.ROOT,
                "%-20s %4d trials, %4d to do, about %s",
                studies.get(i).name(),
                estimate.trials(),
                estimate.left(),
                Durations.text(estimate.seconds())));
      }
      double seconds = estimates.stream().mapToDouble(Estimate::seconds).sum();
      console.notePlain("about " + Durations.text(seconds) + " in all for one process");
      boolean complete = !dryRun && reproduction.run(studies);
      if (progress.lost > 0) {
        console.warn(progress.lost + " trials were lost; the same command tries them again");
      }
      json.print(
          console,
          new Answer(folder.toString(), lines, complete),
          () -> console.print(summary(folder, complete)));
      return complete || dryRun ? 0 : Failures.FAILED;
    }
  }

  private String summary(Path folder, boolean complete) {
    if (dryRun) {
      return "nothing was run; leave out --dry-run to start";
    }
    return complete
        ? "done; look at the page: " + folder.resolve("index.html")
        : "stopped; the same command goes on from here";
  }

  private List<Study> studies(DataFolders folders) {
    List<Study> studies = new ArrayList<>();
    for (String name : names) {
      if (name.equals("all")) {
        studies.addAll(all(folders));
      } else if (name.endsWith(".yaml") || name.endsWith(".yml")) {
        studies.add(Yaml.read(Path.of(name), Study.class));
      } else {
        studies.add(Protocol.study(name, budget));
      }
    }
    List<Study> distinct = studies.stream().distinct().toList();
    for (Study study : distinct) {
      require(
          distinct.stream().filter(other -> other.name().equals(study.name())).count() == 1,
          "expected studies of different names, found two called '%s'",
          study.name());
    }
    return distinct;
  }

  /** Those whose data are there; the others are named, with what they need. */
  private List<Study> all(DataFolders folders) {
    List<Study> all = new ArrayList<>();
    for (String name : Protocol.names(budget)) {
      Study study = Protocol.study(name, budget);
      List<DatasetSpec> missing =
          study.datasets().stream().filter(dataset -> !folders.cover(dataset)).toList();
      if (missing.isEmpty()) {
        all.add(study);
      } else {
        console.notePlain(
            "%s is left out: it needs --data %s=DIR".formatted(name, missing.get(0).name()));
      }
    }
    return all;
  }

  /** Tells people on standard error. */
  private final class Progress implements SweepListener {
    private int lost;

    @Override
    public void lost(Trial trial, String why) {
      lost++;
      console.warn(
          String.format(
              Locale.ROOT,
              "%s, seed %d: %s was lost: %s",
              trial.method(),
              trial.network().seed(),
              trial.measurement().getClass().getSimpleName(),
              why));
    }

    @Override
    public void begins(Trial trial, int finished, int known) {
      console.notePlain(
          String.format(
              Locale.ROOT,
              "[%d/%d] %s, seed %d: %s",
              finished + 1,
              known,
              trial.method(),
              trial.network().seed(),
              trial.measurement().getClass().getSimpleName()));
    }

    @Override
    public void finished(TrialResult result) {
      if (result.failure() != null) {
        console.warn(result.method() + ": " + result.failure());
      }
    }

    @Override
    public void waits() {
      console.notePlain("the trials left are at work in another process; waiting for them");
    }
  }
}
