package org.widemargin.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import org.widemargin.error.InputException;

/**
 * The version of a file's layout, which any file of this library may state under {@link #KEY}: a
 * configuration, a study, a line of results, the manifest of a checkpoint, the metadata of a set of
 * adversarial examples. A file that states none has the first one.
 *
 * <p>A key that comes with a default, or may be absent, makes no new version: older files are read
 * as before, and whoever does not know the key refuses it by name. What would be read wrongly does.
 */
public final class FormatVersion {
  /** The key. */
  public static final String KEY = "format-version";

  /** The newest layout that is read, and the one that is written. */
  public static final int NEWEST = 1;

  private FormatVersion() {}

  /**
   * Checks what a file states.
   *
   * @param where what to call the file in messages
   * @param found a number as the file writes it
   * @throws InputException if it is newer, saying what to do, or no version at all
   */
  public static void requireKnown(String where, String found) {
    InputException.require(
        !isNewer(found),
        "%s: expected format version %d, found %s: a newer widemargin wrote it; update widemargin"
            + " to read it",
        where,
        NEWEST,
        found);
    InputException.require(
        found.equals(Integer.toString(NEWEST)),
        "%s: expected format version %d, found %s, which is none",
        where,
        NEWEST,
        found);
  }

  /** Checks what a tree states at its top, and takes it away: the rest is what it always was. */
  static void remove(JsonNode root, String where) {
    if (root instanceof ObjectNode object && object.has(KEY)) {
      JsonNode found = object.get(KEY);
      requireKnown(where, found.isTextual() ? "'" + found.textValue() + "'" : found.toString());
      object.remove(KEY);
    }
  }

  private static boolean isNewer(String found) {
    return found.matches("[1-9][0-9]{0,30}")
        && new BigInteger(found).compareTo(BigInteger.valueOf(NEWEST)) > 0;
  }
}
