package org.widemargin.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.widemargin.cli.machine.Threads;
import org.widemargin.cli.option.DeviceOption;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.Failures;
import org.widemargin.cli.text.PageFooter;
import org.widemargin.cli.text.RobustnessText;
import org.widemargin.cli.text.Style;
import org.widemargin.data.DataSource;
import org.widemargin.data.DatasetSpec;
import org.widemargin.data.Datasets;
import org.widemargin.demo.Demo;
import org.widemargin.demo.DemoListener;
import org.widemargin.demo.DemoModel;
import org.widemargin.demo.DemoPace;
import org.widemargin.demo.DemoPage;
import org.widemargin.demo.DemoPlan;
import org.widemargin.demo.DemoResult;
import org.widemargin.file.AtomicFiles;
import org.widemargin.file.FolderOwner;
import org.widemargin.report.HtmlWriter;
import org.widemargin.robustness.NoiseTable;
import org.widemargin.robustness.RobustnessTable;
import org.widemargin.run.ProgressLine;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TrainingListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows in a few minutes what a large margin buys. */
@Command(
    name = "demo",
    description = {
      "Train a cross-entropy and a large-margin network on MNIST, compare them on clean images,"
          + " noise and attacks, and write a page of plots. It measures first how fast this machine"
          + " is, and trains for as many steps as fit into five minutes.",
      "",
      "A demo that was stopped goes on where it was.",
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin demo",
      "  widemargin demo --out my-demo --json",
    })
public final class DemoCommand implements Callable<Integer> {
  private static final String PAGE = "index.html";

  private final Console console;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/demo",
      description = "Where the runs and the page go; default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("");

  @Mixin private DeviceOption device = new DeviceOption();

  @Mixin private JsonOption json = new JsonOption();

  public DemoCommand(Console console) {
    this.console = console;
  }

  /**
   * What {@code demo --json} gives.
   *
   * @param page the file of the page
   * @param seconds how long it took
   * @param crossEntropy the baseline's accuracies
   * @param largeMargin those of the network with the large margin
   */
  private record Answer(
      String page, double seconds, Accuracies crossEntropy, Accuracies largeMargin) {}

  private record Accuracies(NoiseTable inNoise, RobustnessTable underAttack) {
    static Accuracies of(DemoModel model) {
      return new Accuracies(model.inNoise(), model.robustness());
    }
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    try (StopRequest stop = StopRequest.onShutdown();
        FolderOwner owner = FolderOwner.claim(out, "cross-entropy", "an earlier demo")) {
      stop.beforeTheEnd(owner::leaveNothingBehind);
      DataSource source = Datasets.load(DatasetSpec.of("mnist"));
      Optional<DemoResult> result = new Demo(plan(source), source, out, new Progress()).run(stop);
      if (result.isEmpty()) {
        console.notePlain("stopped; the same command goes on from here");
        return Failures.FAILED;
      }
      Path page = write(result.get());
      Accuracies crossEntropy = Accuracies.of(result.get().crossEntropy());
      Accuracies margin = Accuracies.of(result.get().margin());
      double seconds = (System.nanoTime() - start) * 1e-9;
      json.print(
          console,
          new Answer(page.toString(), seconds, crossEntropy, margin),
          () -> print(result.get(), page, seconds));
    }
    return 0;
  }

  /**
   * One that was begun goes on with as many steps; a new one has as many as this machine can make.
   */
  private DemoPlan plan(DataSource source) {
    DemoPlan whole = DemoPlan.standard(Threads.chosen(), device.choice());
    OptionalInt begun = Demo.stepsOf(out);
    return begun.isPresent() ? whole.with(begun.getAsInt()) : fitting(whole, source);
  }

  private DemoPlan fitting(DemoPlan whole, DataSource source) {
    DemoPace pace = DemoPace.measured(whole.crossEntropy(), whole.margin(), source);
    DemoPlan plan = whole.within(pace);
    console.notePlain(
        String.format(
            Locale.ROOT,
            "this machine makes %.1f steps a second with cross-entropy and at least %.1f with the"
                + " margin: %d steps of each, and %d samples attacked",
            1 / pace.crossEntropySeconds(),
            1 / pace.marginSeconds(),
            plan.margin().optimization().steps(),
            plan.samples()));
    return plan;
  }

  private Path write(DemoResult result) {
    Path page = out.resolve(PAGE);
    AtomicFiles.createFolder(out);
    AtomicFiles.writeText(page, HtmlWriter.write(DemoPage.of(result, PageFooter.of())));
    return page;
  }

  private void print(DemoResult result, Path page, double seconds) {
    DemoModel first = result.crossEntropy();
    DemoModel second = result.margin();
    console.print(
        String.format(
            Locale.ROOT,
            "Accuracy in percent, clean and in noise on all %d test images, under attack on the first"
                + " %d:",
            second.inNoise().samples(),
            second.robustness().samples()));
    console.print(RobustnessText.comparison(List.of(first, second)));
    for (DemoModel model : List.of(first, second)) {
      RobustnessText.warnings(model.robustness())
          .forEach(warning -> console.warn(model.name() + ": " + warning));
    }
    console.print(
        "FGSM and IFGSM can be misled by a network that hides its gradients; the margin attack"
            + " cannot, so believe it where it is lower.");
    console.print(
        String.format(Locale.ROOT, "Done in %.0f s. Look at the page: %s", seconds, page));
  }

  /** Tells people on standard error. */
  private final class Progress implements DemoListener {
    @Override
    public void stage(int number, int stages, String name) {
      console.notePlain(Style.BOLD.of("[" + number + "/" + stages + "]") + " " + name);
    }

    @Override
    public TrainingListener training(RunConfig config) {
      return new ProgressLine(
          console.errStream(), console.showsProgress(), config.optimization().steps());
    }
  }
}
