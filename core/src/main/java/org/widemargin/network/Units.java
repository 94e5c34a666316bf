package org.widemargin.network;

import java.util.Collection;

/**
 * The layers inside blocks: the value after each residual layer, numbered from 1, as in {@code
 * block2.unit1}. The one at a block's end has the block's name. They are there for whoever names
 * them, or asks for layers evenly spread; "all" layers are the input and the blocks.
 */
public final class Units {
  private static final String INSIDE = ".unit";

  private Units() {}

  static String name(String block, int number) {
    return block + INSIDE + number;
  }

  /**
   * Tells whether a layer lies inside a block.
   *
   * @param layer its name
   * @param layers the names of all layers of the network
   * @return whether it is a unit of a block among them
   */
  public static boolean isInside(String layer, Collection<String> layers) {
    int dot = layer.lastIndexOf(INSIDE);
    return dot > 0
        && layer.substring(dot + INSIDE.length()).matches("[1-9][0-9]*")
        && layers.contains(layer.substring(0, dot));
  }
}
