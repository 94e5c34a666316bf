package org.widemargin.layer;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A layer as data. A new kind is one record and one case in {@link LayerCases}, which the forward
 * pass, shapes and costs, the way back and the exports implement.
 *
 * <p>In YAML a layer is a map with its kind as the only key: {@code convolution: {channels: 32,
 * kernel: 5, padding: 2}}.
 */
public sealed interface Layer
    permits AdaptiveAveragePool,
        AveragePool,
        BatchNorm,
        Concatenate,
        Convolution,
        Dropout,
        Flatten,
        Gelu,
        GlobalAveragePool,
        GroupNorm,
        LayerNorm,
        LeakyRelu,
        Linear,
        MaxPool,
        Normalize,
        Relu,
        Residual,
        Silu,
        Standardize {
  /**
   * The kind's name in YAML and in parameter names.
   *
   * @return for example {@code convolution}
   */
  @JsonIgnore
  String kind();
}
