package org.widemargin.checkpoint;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a safetensors file holds.
 *
 * @param tensors the tensors by name, in the order of their names
 * @param metadata the file's {@code __metadata__}, in the order of the keys; empty if there is none
 */
public record SafetensorsFile(Map<String, StoredTensor> tensors, Map<String, String> metadata) {
  /** The key of the header that holds the metadata, and which no tensor may have as its name. */
  static final String METADATA_KEY = "__metadata__";

  /**
   * Copies and sorts both maps.
   *
   * @throws IllegalArgumentException if a tensor has the reserved name {@code __metadata__}
   */
  public SafetensorsFile {
    if (tensors.containsKey(METADATA_KEY)) {
      throw new IllegalArgumentException("a tensor cannot be named " + METADATA_KEY);
    }
    tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }
}
