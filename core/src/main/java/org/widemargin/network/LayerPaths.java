package org.widemargin.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.widemargin.layer.Layer;

/** The names of layers, which those of their parameters begin with. */
public final class LayerPaths {
  private LayerPaths() {}

  /**
   * Names layers by their place: the prefix, the kind, and a number from the second of a kind on.
   *
   * @param prefix the block's or branch's name
   * @param layers the layers
   * @return the layers by name, in order
   */
  public static Map<String, Layer> of(String prefix, List<Layer> layers) {
    Map<String, Layer> paths = new LinkedHashMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Layer layer : layers) {
      int count = counts.merge(layer.kind(), 1, Integer::sum);
      paths.put(prefix + "." + layer.kind() + (count == 1 ? "" : count), layer);
    }
    return paths;
  }
}
