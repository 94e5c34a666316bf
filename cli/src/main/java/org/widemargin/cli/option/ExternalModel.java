package org.widemargin.cli.option;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.widemargin.checkpoint.ExternalWeights;
import org.widemargin.data.Dataset;
import org.widemargin.network.Network;
import org.widemargin.torch.Device;
import org.widemargin.train.ModelConfig;
import picocli.CommandLine.Option;

/** The options that name a network whose weights are not a run's. */
public final class ExternalModel {
  @Option(
      names = "--model",
      paramLabel = "SPEC.yaml",
      description =
          "A network that is no RUN: a spec file, or the name of an architecture; with --weights.")
  private @Nullable String model;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "The weights for --model: a .safetensors, .pth or .pt file.")
  private @Nullable Path weights;

  /** Whether the user names one. */
  public boolean isGiven() {
    return model != null;
  }

  /**
   * Checks that both options are given, or none.
   *
   * @throws org.widemargin.error.InputException if one of the two is missing
   */
  public void check() {
    require(
        (model == null) == (weights == null),
        "expected --model and --weights together, found only %s",
        model == null ? "--weights" : "--model");
  }

  /** The model, as the user names it. */
  String name() {
    return Objects.requireNonNull(model);
  }

  /**
   * Loads the network, to be closed by the caller.
   *
   * @param dataset what it will take
   * @param device where to
   * @throws org.widemargin.error.InputException if the model is unknown or not for this data set,
   *     or the file is not its weights
   */
  public Network load(Dataset dataset, Device device) {
    return ExternalWeights.load(
        ModelConfig.of(name()).specFor(dataset), Objects.requireNonNull(weights), device);
  }
}
