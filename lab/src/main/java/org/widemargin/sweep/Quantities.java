package org.widemargin.sweep;

/** The names of curves in result lines. An attack's curve has the attack's name. */
public final class Quantities {
  /** Accuracy that stands all attacks of a worst case, by epsilon. */
  public static final String ROBUST = "robust";

  /** Accuracy in Gaussian noise, by deviation. */
  public static final String NOISE = "gaussian-noise";

  /** Accuracy on examples made on another network, by epsilon. */
  public static final String TRANSFER = "transfer";

  private Quantities() {}

  /**
   * The mean distance to the boundary, by step.
   *
   * @param split of the data
   * @param layer where
   * @return {@code distance/SPLIT/LAYER}
   */
  public static String distance(String split, String layer) {
    return "distance/" + split + "/" + layer;
  }
}
