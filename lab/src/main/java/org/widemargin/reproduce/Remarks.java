package org.widemargin.reproduce;

import static org.widemargin.error.InputException.require;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.Yaml;
import org.widemargin.error.InputException;
import org.widemargin.error.Nearest;

/**
 * What people have to say of studies and of claims: why a number is off, and what was tried. They
 * stand on the page as they are written; nothing is computed from them.
 *
 * @param remarks paragraphs, by the study's name
 * @param claims paragraphs, by the claim's name
 */
record Remarks(Map<String, List<String>> remarks, Map<String, List<String>> claims) {
  /** There are none. */
  static final Remarks NONE = new Remarks(Map.of(), Map.of());

  /** Copies the maps. */
  Remarks {
    remarks = copy(remarks);
    claims = copy(claims);
  }

  private static Map<String, List<String>> copy(Map<String, List<String>> texts) {
    Map<String, List<String>> copy = new TreeMap<>();
    texts.forEach((name, paragraphs) -> copy.put(name, List.copyOf(paragraphs)));
    return Collections.unmodifiableMap(copy);
  }

  /**
   * Reads the file {@code remarks.yaml} of a folder.
   *
   * @param folder of a reproduction
   * @param studies the names of the studies there
   * @return what it says; nothing if there is no such file
   * @throws org.widemargin.error.InputException if it is not of this form, or speaks of another
   *     study or of an unknown claim
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
    List<String> known = Claims.all().stream().map(Claim::id).toList();
    for (String claim : read.claims().keySet()) {
      require(
          known.contains(claim),
          "expected remarks on claims, found some on '%s' in %s; %s",
          claim,
          file,
          Nearest.hint(claim, known));
    }
    return read;
  }

  /** The file as it is: a key may be missing, and the message for that is better here. */
  private record Written(
      @Nullable Map<String, List<String>> remarks, @Nullable Map<String, List<String>> claims) {}

  private static Remarks written(Path file) {
    Written found = Yaml.read(file, Written.class);
    if (found.remarks() == null) {
      throw new InputException(
          file + ": expected a key remarks, with a list of texts for each study");
    }
    return new Remarks(
        Objects.requireNonNull(found.remarks()),
        Objects.requireNonNullElse(found.claims(), Map.of()));
  }

  List<String> on(String study) {
    return remarks.getOrDefault(study, List.of());
  }

  List<String> onClaim(String id) {
    return claims.getOrDefault(id, List.of());
  }
}
