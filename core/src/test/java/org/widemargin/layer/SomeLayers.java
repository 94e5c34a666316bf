package org.widemargin.layer;

import java.util.List;

/** One layer of each kind. */
public final class SomeLayers {
  private SomeLayers() {}

  /** A layer of each kind that is permitted, in no order. */
  public static List<Layer> ofEachKind() {
    return List.of(
        new Convolution(4, 3, 1, 1, true),
        new Linear(3, true),
        new Relu(),
        new MaxPool(2, 2),
        new AveragePool(2, 2),
        new GlobalAveragePool(),
        new BatchNorm(0.1, 1e-5),
        new Flatten(),
        new Dropout(0.5),
        new Normalize(List.of(0.5), List.of(0.25)),
        new Standardize(),
        new Residual(List.of(new Relu()), List.of()),
        new Concatenate(List.of(List.of(new Relu()), List.of())),
        new AdaptiveAveragePool(2, 3),
        new Gelu(),
        new Silu(),
        new LeakyRelu(0.1),
        new LayerNorm(1e-5),
        new GroupNorm(2, 1e-5));
  }
}
