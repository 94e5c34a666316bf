package org.widemargin.layer;

/** {@code [C, H, W]} to {@code [C * H * W]}, channel-major. */
public record Flatten() implements Layer {
  @Override
  public String kind() {
    return "flatten";
  }
}
