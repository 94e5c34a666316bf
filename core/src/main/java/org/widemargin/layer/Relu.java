package org.widemargin.layer;

/** {@code max(0, x)}. */
public record Relu() implements Layer {
  @Override
  public String kind() {
    return "relu";
  }
}
