package org.widemargin.network;

import static org.widemargin.error.InputException.require;

import java.util.List;
import org.widemargin.layer.Layer;

/**
 * A second classifier on the value of a hidden block, which in training alone gives the layers
 * below it a shorter way to the labels (Szegedy et al., 2015 and 2016). Its layers' names begin
 * with {@code auxiliary}.
 *
 * @param after the block on whose value it stands
 * @param layers from there to logits of as many classes as the network's
 */
public record Auxiliary(String after, List<Layer> layers) {
  /** The prefix of its parameters' names; no block of a network with an auxiliary one has it. */
  public static final String NAME = "auxiliary";

  /** Checks that there are layers. */
  public Auxiliary {
    require(after != null, "auxiliary: expected the block after which it stands, found none");
    require(
        layers != null && !layers.isEmpty(), "auxiliary: expected at least one layer, found none");
    layers = List.copyOf(layers);
  }
}
