package org.widemargin.loss;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * A loss and the parts it is made of.
 *
 * @param total the scalar to minimise, part of the graph
 * @param parts scalars to report by name, such as {@code cross-entropy}
 */
public record LossValue(Tensor total, Map<String, Tensor> parts) {
  /** Copies the map. */
  public LossValue {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }
}
