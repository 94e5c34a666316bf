package org.widemargin.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.widemargin.bench.Benchmark;
import org.widemargin.bench.BenchmarkReport;
import org.widemargin.bench.Scaling;
import org.widemargin.bench.ScalingFigures;
import org.widemargin.cli.machine.Threads;
import org.widemargin.cli.option.DeviceOption;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.option.NamedNetwork;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.ScalingText;
import org.widemargin.file.AtomicFiles;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.NativeRuntime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how long training steps take. */
@Command(
    name = "bench",
    description = {
      "Measure what training steps cost: cross-entropy, margins by each gradient, margins as other"
          + " programs compute them; and how near they come to this machine's peak.",
      "",
      "All run by turns in one process, so that whatever else the machine does hits them alike."
          + " Samples are random. WIDEMARGIN_THREADS sets the threads.",
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin bench",
      "  widemargin bench --model wrn-16-1 --seconds 60",
      "  widemargin bench --model wrn-28-10 --batch-size 4 --json",
      "  widemargin bench --scaling scaling",
    })
public final class BenchCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--model",
      paramLabel = "NAME|SPEC.yaml",
      defaultValue = "mnist-cnn",
      description = "Which network, as for summary; default: ${DEFAULT-VALUE}.")
  private String model = "";

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Samples of one step; default: 128, fewer for large networks.")
  private @Nullable Integer batchSize;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "How long to measure, after some for warming up; every step runs three times at least."
              + " Default: "
              + (int) Benchmark.USUAL_SECONDS
              + ".")
  private double seconds = Benchmark.USUAL_SECONDS;

  @Option(
      names = "--scaling",
      paramLabel = "FOLDER",
      description =
          "Measure instead how time and memory grow with competitors, layers, samples, width and"
              + " threads, for that many seconds each, and write figures and their numbers there.")
  private @Nullable Path scaling;

  @Mixin private DeviceOption device = new DeviceOption();

  @Mixin private JsonOption json = new JsonOption();

  public BenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    NetworkSpec network = NamedNetwork.of(model, null);
    int samples = batchSize == null ? Benchmark.usualBatchSize(network) : batchSize;
    NativeRuntime.initialise(Threads.chosen());
    if (scaling == null) {
      BenchmarkReport report = new Benchmark(network, samples, seconds, device.here()).run();
      json.print(console, report, () -> console.printPlain(report.text()));
    } else {
      List<Scaling.Curves> curves =
          new Scaling(network, samples, Threads.chosen(), seconds, device.here()).run();
      write(network, curves, scaling);
    }
    return 0;
  }

  /** The numbers first: none that took long to measure is lost to a full disk. */
  private void write(NetworkSpec network, List<Scaling.Curves> curves, Path folder) {
    json.print(
        console,
        Map.of("curves", curves),
        () -> curves.forEach(size -> console.print(ScalingText.table(size))));
    AtomicFiles.createFolder(folder);
    ScalingFigures.write(network.name(), curves, folder);
    console.notePlain("figures and numbers: " + folder);
  }
}
