package org.widemargin.network;

import org.widemargin.error.InputException;
import org.widemargin.layer.Layer;

/** Says that a layer's values cannot be bounded over a ball of inputs. */
public final class NoBound {
  /** Why layers that standardise each sample have none. */
  public static final String OWN_DEVIATION = "which divides by the sample's own deviation";

  private NoBound() {}

  /**
   * Refuses a layer.
   *
   * @param path the prefix of its parameters' names
   * @param layer the layer
   * @param why as in "which divides by ..."
   * @param wayOut what to do instead
   * @return the exception, to be thrown
   */
  public static InputException of(String path, Layer layer, String why, String wayOut) {
    return new InputException(
        "there is no bound for the layer '"
            + path
            + "' of kind "
            + layer.kind()
            + ", "
            + why
            + ": "
            + wayOut);
  }
}
