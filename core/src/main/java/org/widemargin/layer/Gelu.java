package org.widemargin.layer;

/** {@code x * P(Z <= x)} of a standard normal Z (Hendrycks and Gimpel, 2016), exact. */
public record Gelu() implements Layer {
  @Override
  public String kind() {
    return "gelu";
  }
}
