package org.widemargin.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.widemargin.cli.option.Candidates;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.option.SampleShapeConverter;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.NetworkSummary;
import org.widemargin.data.Dataset;
import org.widemargin.data.DatasetSpec;
import org.widemargin.data.Datasets;
import org.widemargin.data.SampleShape;
import org.widemargin.data.ValidRange;
import org.widemargin.error.InputException;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.NetworkSpec;
import org.widemargin.train.ModelConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a network's layers, shapes, parameters and multiply-adds. */
@Command(
    name = "summary",
    description = "Show a network's layers, shapes, parameters and multiply-adds.",
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin summary mnist-cnn",
      "  widemargin summary mlp:100,100 --input 30 --classes 2",
      "  widemargin summary my-network.yaml --json",
    })
public final class SummaryCommand implements Callable<Integer> {
  private static final int USUAL_CLASSES = 10;

  private final Console console;

  @Parameters(
      paramLabel = "MODEL",
      completionCandidates = Candidates.ModelNames.class,
      description =
          "${COMPLETION-CANDIDATES}, wrn-DEPTH-WIDTH, mlp:WIDTH,..., or a spec file (.yaml).")
  private String model = "";

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description =
          "Take input shape and classes from this data set; default: those of mnist, of"
              + " cifar-10 for wrn.")
  private @Nullable String dataset;

  @Option(names = "--data", paramLabel = "DIR", description = "Where the data set lies.")
  private @Nullable Path data;

  @Option(
      names = "--input",
      paramLabel = "CxHxW|D",
      converter = SampleShapeConverter.class,
      description = "The shape of one sample, for example 3x32x32.")
  private @Nullable SampleShape input;

  @Option(names = "--classes", paramLabel = "N", description = "The number of classes.")
  private @Nullable Integer classes;

  @Mixin private JsonOption json = new JsonOption();

  public SummaryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    NetworkSummary summary = NetworkSummary.of(network());
    json.print(console, summary, () -> console.print(summary.text()));
    return 0;
  }

  private NetworkSpec network() {
    NetworkSpec own = ModelConfig.of(model).resolved().network();
    if (own != null) {
      InputException.require(
          dataset == null && data == null && input == null && classes == null,
          "summary: %s says itself what its input and classes are;"
              + " leave out --dataset, --data, --input and --classes",
          model);
      return own;
    }
    if (dataset == null) {
      InputException.require(data == null, "summary: expected --dataset with --data, found none");
      return Architectures.named(
          model, inputOr(Architectures.usualInput(model)), classesOr(USUAL_CLASSES), 0);
    }
    DatasetSpec spec = DatasetSpec.of(dataset);
    Dataset samples = Datasets.load(data == null ? spec : spec.at(data)).train();
    return Architectures.named(
        model, inputOr(InputSpec.of(samples)), classesOr(samples.classes()), 0);
  }

  private InputSpec inputOr(InputSpec otherwise) {
    if (input == null) {
      return otherwise;
    }
    ValidRange range = input instanceof SampleShape.Image ? ValidRange.UNIT : null;
    return new InputSpec(input, range);
  }

  private int classesOr(int otherwise) {
    return classes == null ? otherwise : classes;
  }
}
