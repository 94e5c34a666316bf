package org.widemargin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What a command left in a folder, to be compared with what it left in another. */
final class Contents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Map<String, Object> files = new TreeMap<>();

  private Contents(Path folder) {
    this.folder = folder;
  }

  /** Every file by its name, byte by byte. */
  static Contents of(Path folder) throws IOException {
    Contents contents = new Contents(folder);
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile)
          .forEach(file -> contents.files.put(contents.name(file), bytes(file)));
    }
    return contents;
  }

  private String name(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private static String bytes(Path file) {
    try {
      return HexFormat.of().formatHex(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes no notice of files, for whose names an expression stands. */
  Contents without(String names) {
    files.keySet().removeIf(name -> name.matches(names));
    return this;
  }

  /** Compares a file of JSON, or of lines of it, without some of its keys, wherever they are. */
  Contents withoutKeys(String name, String... keys) throws IOException {
    return lines(
        name,
        node -> {
          for (String key : keys) {
            node.findParents(key).forEach(parent -> ((ObjectNode) parent).remove(key));
          }
          return node;
        });
  }

  /** Compares a file of JSON, or of lines of it, by what is made of each. */
  Contents lines(String name, UnaryOperator<JsonNode> change) throws IOException {
    if (files.containsKey(name)) {
      List<JsonNode> lines = new ArrayList<>();
      JSON.readerFor(JsonNode.class)
          .<JsonNode>readValues(folder.resolve(name).toFile())
          .forEachRemaining(line -> lines.add(change.apply(line)));
      files.put(name, lines);
    }
    return this;
  }

  /** Compares a text without what an expression finds in it. */
  Contents withoutText(String name, String expression) throws IOException {
    if (files.containsKey(name)) {
      files.put(name, Files.readString(folder.resolve(name)).replaceAll(expression, ""));
    }
    return this;
  }

  /** Compares a file of JSON lines in whatever order they came. */
  @SuppressWarnings("unchecked")
  Contents inAnyOrder(String name) {
    List<JsonNode> sorted = new ArrayList<>((List<JsonNode>) files.getOrDefault(name, List.of()));
    sorted.sort((one, other) -> one.toString().compareTo(other.toString()));
    files.put(name, sorted);
    return this;
  }

  /** Files by name. */
  Map<String, Object> files() {
    return files;
  }
}
