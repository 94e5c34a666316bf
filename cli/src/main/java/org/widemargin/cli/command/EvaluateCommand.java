package org.widemargin.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.widemargin.attack.BatchSize;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.option.RunArgument;
import org.widemargin.cli.option.RunData;
import org.widemargin.cli.option.SamplesOption;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.RobustnessText;
import org.widemargin.config.Json;
import org.widemargin.data.Dataset;
import org.widemargin.error.InputException;
import org.widemargin.evaluate.Classifier;
import org.widemargin.file.AtomicFiles;
import org.widemargin.robustness.Evaluated;
import org.widemargin.robustness.RobustnessEvaluation;
import org.widemargin.robustness.RobustnessTable;
import org.widemargin.run.TrainedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a run's accuracy on clean, noisy and attacked test samples. */
@Command(
    name = "evaluate",
    description = {
      "Measure the accuracy on test samples: clean, in Gaussian noise, under FGSM, IFGSM and an"
          + " iterated attack on the logit margin with the same budget.",
      "",
      "FGSM and IFGSM are the paper's attacks; a network can hide the gradients that they follow."
          + " Believe the margin attack where it is lower. The figures also go to results.json.",
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin evaluate runs/robust",
      "  widemargin evaluate runs/robust --samples 1000 --epsilons 0.1,0.2,0.3 --json",
    })
public final class EvaluateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private RunArgument run = new RunArgument();

  @Mixin private RunData data = new RunData();

  @Mixin private SamplesOption samples = new SamplesOption();

  @Option(
      names = "--epsilons",
      paramLabel = "E",
      split = ",",
      defaultValue = "0.1,0.2,0.3",
      description =
          "How far attacks may move a pixel, and the standard deviation of the noise; pixels are"
              + " in [0,1]. Default: ${DEFAULT-VALUE}.")
  private List<Double> epsilons = List.of();

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The seed of the noise; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the figures are kept, as JSON; default: RUN/results.json.")
  private @Nullable Path out;

  @Option(names = "--force", description = "Replace the file of --out that is there already.")
  private boolean force;

  @Mixin private JsonOption json = new JsonOption();

  public EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    InputException.require(
        out == null || !Files.isDirectory(out),
        "expected a file in --out, found a folder: %s",
        String.valueOf(out));
    InputException.require(
        out == null || force || !Files.exists(out),
        "expected a new file in --out, found one: %s; choose another, or replace it with --force",
        String.valueOf(out));
    try (MeasuredRun measured = MeasuredRun.claim(run.name());
        TrainedRun trained = run.load()) {
      Dataset test = data.test(trained, console);
      int[] chosen = samples.of(test);
      RobustnessEvaluation evaluation =
          new RobustnessEvaluation(epsilons, seed, BatchSize.fitting(trained.network().spec()));
      console.notePlain("evaluating on " + chosen.length + " test samples of " + test.name());
      Evaluated<RobustnessTable> evaluated =
          Evaluated.on(
              test, evaluation.of(Classifier.of(trained.network()), test, chosen, this::tell));
      json.print(console, evaluated, () -> print(evaluated));
      keep(evaluated, trained, measured);
    }
    return 0;
  }

  /** With many samples or a large network each takes minutes. */
  private void tell(String measurement, double epsilon, double accuracy) {
    console.notePlain(
        String.format(
            Locale.ROOT,
            "%s%s: %.2f %%",
            measurement,
            epsilon > 0 ? " " + epsilon : "",
            100 * accuracy));
  }

  /** After they were told: no figure that took long to measure is lost to a full disk. */
  private void keep(
      Evaluated<RobustnessTable> evaluated, TrainedRun trained, MeasuredRun measured) {
    String text = Json.write(evaluated);
    if (out == null) {
      measured.keep(console, () -> AtomicFiles.writeText(trained.folder().results(), text));
    } else {
      AtomicFiles.createFolder(Objects.requireNonNull(out.toAbsolutePath().getParent()));
      AtomicFiles.writeText(out, text);
    }
  }

  private void print(Evaluated<RobustnessTable> evaluated) {
    RobustnessTable table = evaluated.figures();
    console.print(
        String.format(
            Locale.ROOT,
            "Accuracy in percent on %d test samples:%n%s",
            table.samples(),
            RobustnessText.table(table)));
    evaluated.leftOut().ifPresent(console::print);
    RobustnessText.warnings(table).forEach(console::warn);
  }
}
