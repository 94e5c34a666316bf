package org.widemargin.config;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/** Paths into a tree: {@code network.layers[1].channels}. */
final class ConfigPath {
  private ConfigPath() {}

  static String key(String parent, String key) {
    return parent.isEmpty() ? key : parent + "." + key;
  }

  static String index(String parent, int index) {
    return parent + "[" + index + "]";
  }

  static String of(List<JsonMappingException.Reference> references) {
    String path = "";
    for (JsonMappingException.Reference reference : references) {
      path =
          reference.getFieldName() != null
              ? key(path, reference.getFieldName())
              : index(path, reference.getIndex());
    }
    return path;
  }

  static JsonNode node(JsonNode root, List<JsonMappingException.Reference> references) {
    JsonNode node = root;
    for (JsonMappingException.Reference reference : references) {
      node =
          reference.getFieldName() != null
              ? node.path(reference.getFieldName())
              : node.path(reference.getIndex());
    }
    return node == null ? MissingNode.getInstance() : node;
  }
}
