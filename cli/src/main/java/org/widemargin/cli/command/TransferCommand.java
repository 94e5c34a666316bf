package org.widemargin.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.widemargin.assessment.TransferFiles;
import org.widemargin.assessment.TransferLine;
import org.widemargin.assessment.TransferPage;
import org.widemargin.assessment.TransferPlan;
import org.widemargin.assessment.TransferResult;
import org.widemargin.assessment.TransferStudy;
import org.widemargin.cli.option.AttackOptions;
import org.widemargin.cli.option.AttackedSamples;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.PageFooter;
import org.widemargin.cli.text.RobustnessText;
import org.widemargin.cli.text.TextTable;
import org.widemargin.error.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tries examples made on one network on others. */
@Command(
    name = "transfer",
    description = {
      "Make adversarial examples on each of several networks and try them on all of them: black-box"
          + " attacks, beside the white-box ones.",
      "",
      "The examples are the points where an attack ends; a suite of attacks makes none. They are"
          + " kept as safetensors with a manifest, beside results.json and a page of curves.",
      "",
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin transfer runs/cross-entropy runs/robust --attack fgsm,ifgsm --eps 0.1,0.2,0.3",
      "  widemargin transfer runs/robust --model specs/trades-mnist-smallcnn.yaml \\",
      "      --weights trades.safetensors --attack pgd --norm l2 --eps 1,2 --samples 500 --json",
    })
public final class TransferCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private TransferModels models = new TransferModels();

  @Mixin private AttackOptions attacks = new AttackOptions();

  @Option(
      names = "--eps",
      required = true,
      paramLabel = "E",
      split = ",",
      description = "One or more radii in this norm; pixels are in [0,1].")
  private List<Double> epsilons = List.of();

  @Mixin private AttackedSamples samples = new AttackedSamples();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "runs/transfer",
      description = "Where the files go; default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("");

  @Mixin private JsonOption json = new JsonOption();

  public TransferCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    TransferPlan plan = new TransferPlan(attacks.names(), attacks.norm(), epsilons, samples.seed());
    try (ClaimedFolder owner = ClaimedFolder.of(out, "examples", "such a study");
        TransferModels.Loaded loaded = models.load(console)) {
      InputException.require(
          !TransferFiles.areIn(owner.folder()),
          "expected a folder without an earlier study, found one in %s: choose another folder, or"
              + " move it away",
          out);
      int batch = samples.batchSize(loaded::fittingBatchSize);
      int[] chosen = samples.of(loaded.test());
      TransferFiles files =
          new TransferFiles(out, loaded.test().sha256(), attacks.norm().toString(), samples.seed());
      TransferResult result =
          new TransferStudy(plan, loaded.classifiers(), loaded.test(), chosen, batch)
              .run(
                  (source, attack, epsilon, made) -> {
                    files.add(source, attack, epsilon, made);
                    console.notePlain("%s %s: made on %s".formatted(attack, epsilon, source));
                  });
      json.print(console, result, () -> print(result));
      files.write(result, TransferPage.of(result, PageFooter.of(samples.seed())));
      console.notePlain("files: " + files.folder());
    }
    return 0;
  }

  private void print(TransferResult result) {
    List<String> headings = new ArrayList<>(List.of("attack", "epsilon", "made on"));
    result.clean().keySet().forEach(target -> headings.add("on " + target));
    TextTable table = new TextTable(3, headings.toArray(new String[0]));
    List<String> clean = new ArrayList<>(List.of("none", "", ""));
    result.clean().values().forEach(accuracy -> clean.add(RobustnessText.percent(accuracy)));
    table.row(clean);
    for (TransferLine line : result.matrices()) {
      for (String source : result.clean().keySet()) {
        List<String> cells =
            new ArrayList<>(List.of(line.attack(), Double.toString(line.epsilon()), source));
        for (String target : result.clean().keySet()) {
          cells.add(RobustnessText.percent(line.at(source, target)));
        }
        table.row(cells);
      }
    }
    console.print(
        String.format(
            Locale.ROOT,
            "Accuracy in percent on %d test samples, %s:%n%s",
            result.samples(),
            result.norm(),
            table.text()));
    RobustnessText.doubts(result.checks()).forEach(console::warn);
  }
}
