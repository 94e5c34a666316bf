package org.widemargin.export;

/** What an exported graph takes. */
public enum OnnxInput {
  /** What the network takes: pixels in [0, 1], rows with their columns scaled; float32. */
  PREPARED,
  /**
   * What people have: {@code pixels} as unsigned bytes {@code [N, C, H, W]}, or the {@code columns}
   * of a table in their own units, {@code [N, D]} in float64, which the graph scales as training
   * did. Bringing a photograph to size is not in it.
   */
  RAW
}
