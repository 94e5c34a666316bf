package org.widemargin.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.widemargin.layer.Layer;
import org.widemargin.layer.Residual;

/**
 * The layers between two neighbouring places of a network where margins can be asked for.
 *
 * @param end the name of the place after them: the block's, or that of a {@linkplain Units unit}
 *     inside it
 * @param layers by the prefix of their parameters' names, in order
 */
record Stretch(String end, Map<String, Layer> layers) {
  /** Keeps the order. */
  Stretch {
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
  }

  /** Cuts a block after each residual layer, and at its end. */
  static List<Stretch> of(Block block) {
    List<Stretch> stretches = new ArrayList<>();
    Map<String, Layer> since = new LinkedHashMap<>();
    int left = block.layers().size();
    for (Map.Entry<String, Layer> layer : LayerPaths.of(block.name(), block.layers()).entrySet()) {
      since.put(layer.getKey(), layer.getValue());
      left--;
      if (left > 0 && layer.getValue() instanceof Residual) {
        stretches.add(new Stretch(Units.name(block.name(), stretches.size() + 1), since));
        since.clear();
      }
    }
    stretches.add(new Stretch(block.name(), since));
    return stretches;
  }
}
