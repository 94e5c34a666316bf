package org.widemargin.cli.option;

import org.widemargin.network.Architectures;
import org.widemargin.network.NetworkSpec;
import org.widemargin.train.ModelConfig;

/** The network that a model's name stands for where no data say what its samples are. */
public final class NamedNetwork {
  private NamedNetwork() {}

  /**
   * Finds it.
   *
   * @param model a name, or the YAML file of a network
   * @param classes how many, where the network does not say it itself
   * @return with the input that is usual for it
   * @throws org.widemargin.error.InputException if there is no such network
   */
  public static NetworkSpec of(String model, int classes) {
    NetworkSpec own = ModelConfig.of(model).resolved().network();
    return own == null
        ? Architectures.named(model, Architectures.usualInput(model), classes, 0)
        : own;
  }
}
