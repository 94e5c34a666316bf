package org.widemargin.loss;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * A loss and what is worth knowing about it.
 *
 * @param total the scalar to minimise, part of the graph
 * @param parts scalars to report by name, such as {@code cross-entropy}
 * @param nearest for each layer with a margin, each sample's distance to the nearest boundary
 *     {@code [N]}
 */
public record LossValue(Tensor total, Map<String, Tensor> parts, Map<String, Tensor> nearest) {
  /** Copies the maps. */
  public LossValue {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    nearest = Collections.unmodifiableMap(new LinkedHashMap<>(nearest));
  }
}
