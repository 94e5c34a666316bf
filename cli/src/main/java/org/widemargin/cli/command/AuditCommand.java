package org.widemargin.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.widemargin.assessment.AuditPage;
import org.widemargin.audit.Audit;
import org.widemargin.audit.AuditFiles;
import org.widemargin.audit.AuditListener;
import org.widemargin.audit.AuditSpec;
import org.widemargin.audit.AuditSummary;
import org.widemargin.audit.Auditor;
import org.widemargin.audit.Folds;
import org.widemargin.audit.Planting;
import org.widemargin.audit.SampleScores;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.cli.machine.Threads;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.option.NormConverter;
import org.widemargin.cli.option.RunArgument;
import org.widemargin.cli.option.RunData;
import org.widemargin.cli.text.AuditText;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.PageFooter;
import org.widemargin.data.DataSource;
import org.widemargin.data.LabelNoise;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;
import org.widemargin.norm.Norm;
import org.widemargin.report.HtmlWriter;
import org.widemargin.run.LibraryVersion;
import org.widemargin.run.TrainedRun;
import org.widemargin.train.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for wrong labels. */
@Command(
    name = "audit",
    description = {
      "Look for wrong labels among the samples of a run: score each by its logit gap, its loss and"
          + " its signed distance to the boundary, and suggest another label where another class is"
          + " seen.",
      "",
      "A network that has memorised a wrong label shows a large margin for it. With --folds K each"
          + " training sample is judged by one of K networks that did not learn from it; a stopped"
          + " audit goes on with the next fold. Runs trained with --track-samples have one score"
          + " more: the gap in the mean over training.",
      "",
      "--plant puts wrong labels into a copy and measures which scores find them.",
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin audit runs/photos --folds 5",
      "  widemargin audit runs/photos --folds 5 --plant 0.05",
      "  widemargin clean runs/photos/audit --to suspicious.csv",
    })
public final class AuditCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private RunArgument run = new RunArgument();

  @Mixin private RunData data = new RunData();

  @Option(
      names = "--folds",
      paramLabel = "K",
      description =
          "Judge the training samples out of sample, by K networks trained as the run was.")
  private @Nullable Integer folds;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "How many steps the networks take that are trained here; default: the run's. Fewer make"
              + " it faster, and memorise less.")
  private @Nullable Long steps;

  @Option(
      names = "--plant",
      paramLabel = "SHARE",
      description =
          "Put this share of wrong labels into a copy of the training samples, train on it, and"
              + " measure how well each score finds them.")
  private @Nullable Double plant;

  @Option(
      names = "--plant-kind",
      paramLabel = "KIND",
      description =
          "Which wrong labels: uniform, any other class; pairs, always the next one. Default:"
              + " uniform.")
  private LabelNoise.@Nullable Kind kind;

  @Option(
      names = "--norm",
      paramLabel = "P",
      converter = NormConverter.class,
      description =
          "The norm of distances: l1, l2, linf, or any number of at least 1; default: the run's, or"
              + " l2.")
  private @Nullable Norm norm;

  @Option(
      names = "--layers",
      paramLabel = "NAME,...",
      defaultValue = "input",
      description =
          "Where distances are measured: all, input, spread:N, or names of layers; default:"
              + " ${DEFAULT-VALUE}.")
  private String layers = "input";

  @Option(
      names = "--refinements",
      paramLabel = "R",
      defaultValue = "2",
      description =
          "Linearise again at the boundary R times for the refined distances; 0 for none of these."
              + " Default: ${DEFAULT-VALUE}.")
  private int refinements;

  @Option(
      names = "--by",
      paramLabel = "SCORE",
      defaultValue = SampleScores.GAP,
      description =
          "Order samples by gap, loss, distance-LAYER, refined-LAYER, or area if the run tracks"
              + " its samples; default: ${DEFAULT-VALUE}.")
  private String by = SampleScores.GAP;

  @Option(
      names = "--worst",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many training samples the page shows; default: ${DEFAULT-VALUE}.")
  private int worst;

  @Option(
      names = "--near",
      paramLabel = "D",
      defaultValue = "0.03",
      description =
          "Tell of samples with different labels whose root mean squared difference is at most D;"
              + " pixels are in [0,1]. Default: ${DEFAULT-VALUE}.")
  private double near;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write; default: RUN/audit, and of --plant RUN/audit-planted.")
  private @Nullable Path out;

  @Mixin private JsonOption json = new JsonOption();

  public AuditCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    InputException.require(worst > 0, "expected --worst of at least 1, found %d", worst);
    InputException.require(
        plant != null || kind == null, "expected --plant with --plant-kind, found none");
    AuditFiles files = new AuditFiles(folder());
    try (ClaimedFolder owner = ClaimedFolder.of(files.folder(), files.mark(), "an audit");
        TrainedRun trained = run.load()) {
      RunConfig config = configuration(trained);
      Auditor auditor =
          new Auditor(
              AuditSpec.of(
                  norm == null ? trained.norm() : norm, LayerChoice.parse(layers), refinements),
              folds == null ? null : new Folds(folds, config.seed()),
              near,
              files.folds(),
              new Progress(console));
      Planting planting = plant == null ? null : planting(plant, trained.config().seed());
      auditor.requireScore(
          by,
          trained.network().spec(),
          planting != null || trained.config().evaluation().trackSamples());
      DataSource source = data.source(trained, console);
      Audit audit =
          planting == null
              ? auditor.of(trained, config, source)
              : auditor.planted(planting, config, source);
      AuditSummary summary =
          AuditSummary.of(
              audit,
              run.name().toString(),
              LibraryVersion.current(),
              data.spec(trained),
              auditor,
              planting,
              by);
      // Told before they are kept: no figure that took long to find is lost to a full disk.
      json.print(console, summary, () -> print(audit, summary));
      files.write(audit, summary);
      AtomicFiles.writeText(
          owner.folder().resolve("index.html"),
          HtmlWriter.write(AuditPage.of(audit, summary, worst, PageFooter.of())));
      console.notePlain("page: " + owner.folder().resolve("index.html"));
    }
    return 0;
  }

  private Planting planting(double share, long seed) {
    return new Planting(share, kind == null ? LabelNoise.Kind.UNIFORM : kind, seed);
  }

  private Path folder() {
    if (out != null) {
      return out;
    }
    return run.name()
        .folder()
        .map(folder -> folder.resolve(plant == null ? "audit" : "audit-planted"))
        .orElseThrow(
            () ->
                new InputException(
                    run.name()
                        + " comes with the program and has no folder: expected --out with where to"
                        + " write the audit"));
  }

  private RunConfig configuration(TrainedRun trained) {
    List<String> changes = new ArrayList<>();
    changes.add("threads=" + Threads.chosen());
    if (steps != null) {
      changes.add("optimization.steps=" + steps);
    }
    return trained.config().with(changes.toArray(String[]::new));
  }

  /** Tells what is being done, and on a terminal how far it is. */
  private record Progress(Console console) implements AuditListener {
    private static final int EVERY = 20;

    @Override
    public void begun(String what) {
      console.notePlain(what);
    }

    @Override
    public void stepped(long step, long steps) {
      if (console.showsProgress() && (step % EVERY == 0 || step == steps)) {
        console.err().print("  step " + step + " of " + steps + (step == steps ? "\n" : "\r"));
        console.err().flush();
      }
    }
  }

  private void print(Audit audit, AuditSummary summary) {
    console.print(AuditText.of(audit, summary));
    if (summary.folds() == null) {
      console.warn(
          "the training samples are judged by the network that learned from them: a label that it"
              + " has memorised looks right; --folds 5 judges out of sample");
    }
    if (summary.planted() != null && summary.detections().isEmpty()) {
      console.warn(
          "no label was planted: %s of %s samples is none"
              .formatted(plant, audit.train().data().size()));
    }
  }
}
