package org.widemargin.layer;

/** The mean over all positions of each channel. */
public record GlobalAveragePool() implements Layer {
  @Override
  public String kind() {
    return "global-average-pool";
  }
}
