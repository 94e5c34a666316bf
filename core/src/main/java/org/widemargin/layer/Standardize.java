package org.widemargin.layer;

/**
 * Standardisation of each sample by its own mean and deviation, as TensorFlow's {@code
 * per_image_standardization}: {@code (x - mean) / max(std, 1 / sqrt(D))} over all of its D
 * elements. Inside the network, so that margins and attacks stay in pixels.
 */
public record Standardize() implements Layer {
  @Override
  public String kind() {
    return "standardize";
  }
}
