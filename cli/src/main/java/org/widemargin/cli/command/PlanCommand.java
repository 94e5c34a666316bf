package org.widemargin.cli.command;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.widemargin.bench.ClusterPlan;
import org.widemargin.bench.ClusterPlanFigure;
import org.widemargin.cli.machine.DefaultDevice;
import org.widemargin.cli.option.Candidates;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.option.NamedNetwork;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.NetworkSummary;
import org.widemargin.cli.text.PlanText;
import org.widemargin.cli.text.StudyPlanText;
import org.widemargin.file.AtomicFiles;
import org.widemargin.network.NetworkSpec;
import org.widemargin.reproduce.Budget;
import org.widemargin.reproduce.Protocol;
import org.widemargin.study.Study;
import org.widemargin.sweep.Estimate;
import org.widemargin.sweep.Sweep;
import org.widemargin.sweep.SweepListener;
import org.widemargin.train.StopRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Computes what a training or a study would take on machines that are not at hand. */
@Command(
    name = "plan",
    description = {
      "Compute how long a training by several workers, or a study, would take on a cluster.",
      "",
      "A training: from the seconds that a step takes one worker alone, as train and bench tell them,"
          + " and what its gradients cost on their way (docs/workers.md). A study: from the time that"
          + " reproduce --dry-run expects of one process of this machine.",
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin plan wrn-28-10 --step-seconds 0.4 --samples-per-worker 128 --samples 20000000",
      "  widemargin plan inception-v3 --classes 1000 --step-seconds 0.3 --samples-per-worker 32 \\",
      "      --gigabits 10,100 --workers 8,16,32 --out plan",
      "  widemargin plan --study noisy-labels --study limited-data --budget paper --workers 16,64",
    })
public final class PlanCommand implements Callable<Integer> {
  private static final int BYTES_OF_A_NUMBER = 4;
  private static final List<String> OF_TRAININGS =
      List.of(
          "--classes",
          "--step-seconds",
          "--samples-per-worker",
          "--samples",
          "--gigabits",
          "--latency-ms");

  private final Console console;

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..1",
      completionCandidates = Candidates.ModelNames.class,
      description = "The network of a training, as for summary.")
  private @Nullable String model;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description =
          "The number of the network's classes; default: " + NamedNetwork.USUAL_CLASSES + ".")
  private @Nullable Integer classes;

  @Option(
      names = "--step-seconds",
      paramLabel = "S",
      description = "How long a step takes one worker alone.")
  private @Nullable Double stepSeconds;

  @Option(
      names = "--samples-per-worker",
      paramLabel = "N",
      description = "How many samples of each step that is for.")
  private @Nullable Integer samplesPerWorker;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "How many samples the training sees: steps times the batch of all workers.")
  private @Nullable Long samples;

  @Option(
      names = "--study",
      paramLabel = "NAME",
      completionCandidates = Candidates.StudyNames.class,
      description = "Plan a study instead: ${COMPLETION-CANDIDATES}; may be repeated.")
  private List<String> studies = List.of();

  @Option(
      names = "--budget",
      paramLabel = "BUDGET",
      description = "Of the studies, as for reproduce; default: paper.")
  private Budget budget = Budget.PAPER;

  @Option(
      names = "--workers",
      paramLabel = "N,N,...",
      split = ",",
      description =
          "How many workers, or processes for a study; default: 1, 2, 4 and so on to 256.")
  private List<Integer> workers = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256);

  @Option(
      names = "--gigabits",
      paramLabel = "G,G,...",
      split = ",",
      description =
          "How much a machine sends and receives, in gigabits a second; default: 1,10,100.")
  private List<Double> gigabits = List.of(1.0, 10.0, 100.0);

  @Option(
      names = "--latency-ms",
      paramLabel = "MS",
      description = "How long a message is on its way, in milliseconds; default: 0.05.")
  private double latency = 0.05;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Of a training: where to draw its samples a second, as SVG, PNG and CSV. Of studies: the"
              + " folder of their results, as for reproduce; what is there is not counted.")
  private @Nullable Path out;

  @Mixin private JsonOption json = new JsonOption();

  @Spec private @Nullable CommandSpec spec;

  public PlanCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    require(
        (model == null) != studies.isEmpty(),
        "expected a MODEL or a --study, found %s",
        model == null ? "neither" : "both");
    for (int count : workers) {
      require(count >= 1, "expected --workers of at least 1, found %d", count);
    }
    if (model == null) {
      refuse(OF_TRAININGS, "--study");
      planStudies();
    } else {
      refuse(List.of("--budget"), "a MODEL");
      planTraining(model);
    }
    return 0;
  }

  /** What has no part in what is planned is not passed over. */
  private void refuse(List<String> options, String planned) {
    ParseResult parsed = Objects.requireNonNull(spec).commandLine().getParseResult();
    for (String option : options) {
      require(
          !parsed.hasMatchedOption(option), "expected no %s with %s, found one", option, planned);
    }
  }

  private void planTraining(String name) {
    double seconds = stepSeconds == null ? 0 : stepSeconds;
    int samplesOfOne = samplesPerWorker == null ? 0 : samplesPerWorker;
    long all = samples == null ? 0 : samples;
    require(stepSeconds != null, "expected --step-seconds, as train or bench tells it, found none");
    require(samplesPerWorker != null, "expected --samples-per-worker, found none");
    require(samples == null || all >= 1, "expected --samples of at least 1, found %d", all);
    NetworkSpec network = NamedNetwork.of(name, classes);
    long bytes = BYTES_OF_A_NUMBER * NetworkSummary.of(network).parameters();
    List<ClusterPlan> plans = new ArrayList<>();
    for (double bandwidth : gigabits) {
      plans.add(new ClusterPlan(seconds, samplesOfOne, bytes, bandwidth, latency));
    }
    List<Integer> ascending = workers.stream().sorted().distinct().toList();
    PlanText text =
        PlanText.of(
            network.name(),
            plans,
            ascending,
            all == 0 ? OptionalLong.empty() : OptionalLong.of(all));
    json.print(console, text, () -> console.print(text.text()));
    if (out != null) {
      AtomicFiles.createFolder(out);
      ClusterPlanFigure.write(network.name(), plans, ascending, out);
    }
  }

  private void planStudies() {
    List<Study> chosen = studies.stream().map(name -> Protocol.study(name, budget)).toList();
    try (StopRequest stop = StopRequest.onShutdown()) {
      Path folder = out == null ? budget.usualFolder() : out;
      List<Estimate> estimates =
          new Sweep(folder, DefaultDevice.chosen().here(), new SweepListener() {}, stop)
              .estimate(chosen);
      StudyPlanText text = StudyPlanText.of(chosen, estimates, workers);
      json.print(console, text, () -> console.print(text.text()));
    }
  }
}
