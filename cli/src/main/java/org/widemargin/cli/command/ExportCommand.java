package org.widemargin.cli.command;

import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.widemargin.cli.option.Candidates;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.option.RunArgument;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.PlainText;
import org.widemargin.error.InputException;
import org.widemargin.export.ExportFormat;
import org.widemargin.export.ExportedNetwork;
import org.widemargin.export.OnnxFile;
import org.widemargin.export.OnnxInput;
import org.widemargin.file.AtomicFiles;
import org.widemargin.run.TrainedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a run's network as a file for other programs. */
@Command(
    name = "export",
    description = {
      "Write a trained network as a file for other programs.",
      "",
      "onnx holds the whole network, for ONNX Runtime in Python, C++, C#, Java or a browser: it"
          + " takes any number of samples and gives logits and probabilities. safetensors and"
          + " state-dict hold the weights by their names in PyTorch; torch.load(FILE,"
          + " weights_only=True) reads the latter. The names of the classes, the architecture and"
          + " where the network comes from are in each.",
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin export runs/robust --out robust.onnx",
      "  widemargin export runs/flowers --out flowers.onnx --with-preparation",
      "  widemargin export zoo:mnist-clean --format state-dict --out mnist.pth",
    })
public final class ExportCommand implements Callable<Integer> {
  private static final double BYTES_PER_MEGABYTE = 1e6;

  private final Console console;

  @Mixin private RunArgument run = new RunArgument();

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
  private @Nullable Path out;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      completionCandidates = Candidates.FormatNames.class,
      description =
          "${COMPLETION-CANDIDATES}. Default: what the end of the file's name says: .onnx,"
              + " .safetensors, .pth or .pt.")
  private @Nullable String format;

  @Option(
      names = "--with-preparation",
      description =
          "Take what people have, and prepare it inside: images as bytes 'pixels' [N, C, H, W] of"
              + " the network's size, rows of a table as 'columns' [N, D] in their own units"
              + " (float64). For onnx.")
  private boolean withPreparation;

  @Option(names = "--force", description = "Replace the file that is there already.")
  private boolean force;

  @Mixin private JsonOption json = new JsonOption();

  public ExportCommand(Console console) {
    this.console = console;
  }

  /**
   * What {@code export --json} gives.
   *
   * @param file the file
   * @param format its format
   * @param bytes how long it is
   * @param network the architecture's name
   * @param input the shape of one sample
   * @param classes the classes' names; absent in runs of earlier versions
   * @param prepares whether it takes samples that are not prepared yet
   */
  private record Written(
      String file,
      String format,
      long bytes,
      String network,
      String input,
      @Nullable List<String> classes,
      boolean prepares) {}

  @Override
  public Integer call() {
    Path file = Objects.requireNonNull(out);
    ExportFormat chosen = format == null ? ExportFormat.of(file) : ExportFormat.named(format);
    require(
        !withPreparation || chosen == ExportFormat.ONNX,
        "--with-preparation: %s holds weights alone; choose --format onnx",
        chosen.word());
    require(
        force || !Files.exists(file),
        "expected a new file, found one: %s; choose another, or replace it with --force",
        file);
    ExportedNetwork network;
    try (TrainedRun trained = run.load()) {
      network = ExportedNetwork.of(trained);
    }
    write(file, network, chosen);
    report(
        new Written(
            file.toString(),
            chosen.word(),
            size(file),
            network.spec().name(),
            network.spec().input().shape().toString(),
            network.data() == null ? null : network.data().classNames(),
            withPreparation));
    return 0;
  }

  private void write(Path file, ExportedNetwork network, ExportFormat chosen) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder != null) {
      AtomicFiles.createFolder(folder);
    }
    if (withPreparation) {
      OnnxFile.write(file, network, OnnxInput.RAW);
    } else {
      chosen.write(file, network);
    }
  }

  private void report(Written written) {
    json.print(
        console,
        written,
        () ->
            console.printPlain(
                PlainText.of(
                        String.format(
                            Locale.ROOT,
                            "%s: %s of the network %s, which takes samples of shape %s; %.1f MB",
                            written.file(),
                            written.format(),
                            written.network(),
                            written.input(),
                            written.bytes() / BYTES_PER_MEGABYTE))
                    + System.lineSeparator()));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new InputException("cannot read " + file + ": " + AtomicFiles.reason(e), e);
    }
  }
}
