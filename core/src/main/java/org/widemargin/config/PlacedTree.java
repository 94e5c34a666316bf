package org.widemargin.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Keys and values, each with the place it was written at.
 *
 * @param root the tree
 * @param where what to call the whole in messages
 * @param places by the path of the key or element, those that were written
 */
record PlacedTree(JsonNode root, String where, Map<String, String> places) {
  PlacedTree {
    places = Map.copyOf(places);
  }
}
