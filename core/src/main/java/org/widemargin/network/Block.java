package org.widemargin.network;

import static org.widemargin.error.InputException.require;

import java.util.List;
import org.widemargin.layer.Layer;

/**
 * A named stretch of a network. The value after it is a layer, the paper's h_l (section 3.3): a
 * place where a margin can be measured and where the network can be entered. So are the {@linkplain
 * Units units} inside it.
 *
 * @param name unique in its network, for example {@code conv1}
 * @param layers at least one
 */
public record Block(String name, List<Layer> layers) {
  /** Checks the name and that there are layers. */
  public Block {
    require(
        name != null && name.matches("[A-Za-z0-9_-]+"),
        "expected a block name of letters, digits, '-' and '_', found '%s'",
        name);
    require(
        !name.equals(Activations.INPUT), "the block name '%s' is taken by the input itself", name);
    require(layers != null && !layers.isEmpty(), "block '%s': expected at least one layer", name);
    layers = List.copyOf(layers);
  }

  /**
   * Makes a block.
   *
   * @param name its name
   * @param layers its layers
   * @return the block
   */
  public static Block of(String name, Layer... layers) {
    return new Block(name, List.of(layers));
  }
}
