package org.widemargin.cli.option;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code train} about what is learnt from. */
public final class DataOptions {
  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "mnist (comes with the program), fashion-mnist, cifar-10, folder or csv.")
  private @Nullable String dataset;

  @Option(names = "--data", paramLabel = "DIR", description = "The folder of the data set's files.")
  private @Nullable Path data;

  @Option(
      names = "--validation-size",
      paramLabel = "N",
      description = "Training samples held out to choose the best checkpoint by; 0 for none.")
  private @Nullable Integer validationSize;

  @Option(
      names = "--train-samples",
      paramLabel = "N",
      description = "Learn from so many samples only.")
  private @Nullable Integer trainSamples;

  @Option(
      names = "--label-noise",
      paramLabel = "SHARE",
      description = "The share of training labels made wrong, from 0 to 1.")
  private @Nullable Double labelNoise;

  public void addTo(ConfigBuilder config) {
    config.set(dataset, "data", "dataset", "name");
    config.set(data, "data", "dataset", "data");
    config.set(validationSize, "data", "validation-size");
    config.set(trainSamples, "data", "train-samples");
    config.set(labelNoise, "data", "label-noise");
  }
}
