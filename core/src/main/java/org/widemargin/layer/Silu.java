package org.widemargin.layer;

/** {@code x / (1 + exp(-x))}, also called swish (Ramachandran et al., 2017). */
public record Silu() implements Layer {
  @Override
  public String kind() {
    return "silu";
  }
}
