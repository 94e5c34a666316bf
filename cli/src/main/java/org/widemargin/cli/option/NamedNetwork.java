package org.widemargin.cli.option;

import static org.widemargin.error.InputException.require;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.widemargin.network.Architectures;
import org.widemargin.network.NetworkSpec;
import org.widemargin.train.ModelConfig;

/** The network that a model's name stands for where no data say what its samples are. */
public final class NamedNetwork {
  /** Those of a network whose classes nobody tells. */
  public static final int USUAL_CLASSES = 10;

  private NamedNetwork() {}

  /**
   * Finds it.
   *
   * @param model a name, or the YAML file of a network
   * @param classes how many; null if nobody said
   * @return with the input that is usual for it
   * @throws org.widemargin.error.InputException if there is no such network, or it says itself how
   *     many classes it has
   */
  public static NetworkSpec of(String model, @Nullable Integer classes) {
    NetworkSpec own = ModelConfig.of(model).resolved().network();
    if (own == null) {
      return Architectures.named(
          model,
          Architectures.usualInput(model),
          Objects.requireNonNullElse(classes, USUAL_CLASSES),
          0);
    }
    require(classes == null, "%s says itself what its classes are; leave out --classes", model);
    return own;
  }
}
