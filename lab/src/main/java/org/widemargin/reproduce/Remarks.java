package org.widemargin.reproduce;

import static org.widemargin.InputException.require;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.widemargin.InputException;
import org.widemargin.config.Yaml;

/**
 * What people have to say of studies: why a number is off, and what was tried. They stand on the
 * page as they are written; nothing is computed from them.
 *
 * @param remarks paragraphs, by the study's name
 */
record Remarks(Map<String, List<String>> remarks) {
  /** There are none. */
  static final Remarks NONE = new Remarks(Map.of());

  /** Copies the map. */
  Remarks {
    Map<String, List<String>> copy = new TreeMap<>();
    remarks.forEach((study, texts) -> copy.put(study, List.copyOf(texts)));
    remarks = java.util.Collections.unmodifiableMap(copy);
  }

  /**
   * Reads the file {@code remarks.yaml} of a folder.
   *
   * @param folder of a reproduction
   * @param studies the names of the studies there
   * @return what it says; nothing if there is no such file
   * @throws org.widemargin.InputException if it is not of this form, or speaks of another study
   */
  static Remarks read(Path folder, Collection<String> studies) {
    Path file = folder.resolve("remarks.yaml");
    if (!Files.exists(file)) {
      return NONE;
    }
    Remarks read = written(file);
    for (String study : read.remarks().keySet()) {
      require(
          studies.contains(study),
          "expected remarks on studies of this folder (%s), found some on '%s' in %s",
          String.join(", ", studies),
          study,
          file);
    }
    return read;
  }

  /** The file as it is: its one key may be missing, and the message for that is better here. */
  private record Written(@Nullable Map<String, List<String>> remarks) {}

  private static Remarks written(Path file) {
    Map<String, List<String>> found = Yaml.read(file, Written.class).remarks();
    if (found == null) {
      throw new InputException(
          file + ": expected a key remarks, with a list of texts for each study");
    }
    return new Remarks(found);
  }

  List<String> on(String study) {
    return remarks.getOrDefault(study, List.of());
  }
}
