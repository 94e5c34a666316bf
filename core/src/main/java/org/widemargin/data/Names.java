package org.widemargin.data;

import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.widemargin.error.InputException;

/** Names of classes as a reader sees them. */
final class Names {
  private Names() {}

  /**
   * Refuses names that look alike: composed and decomposed letters, kinds of spaces, characters
   * without width. They would be two classes that nobody can tell apart.
   *
   * @param where what to call their source in messages
   * @param names the names of classes
   * @throws InputException if two of them look alike
   */
  static void requireDistinct(String where, Collection<String> names) {
    Map<String, String> seen = new HashMap<>();
    for (String name : names) {
      String other = seen.putIfAbsent(asSeen(name), name);
      InputException.require(
          other == null || other.equals(name),
          "%s: expected classes that look different, found '%s' (%s) and '%s' (%s); write them alike",
          where,
          String.valueOf(other),
          letters(String.valueOf(other), name),
          name,
          letters(name, String.valueOf(other)));
    }
  }

  private static String asSeen(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC)
        .replaceAll("[\\p{Cf}\\p{Cc}]", "")
        .replaceAll("\\p{Z}+", " ")
        .strip();
  }

  /** The letters of a name that begin where another differs, by their numbers. */
  private static String letters(String name, String other) {
    int[] own = name.codePoints().toArray();
    int[] others = other.codePoints().toArray();
    int at = 0;
    while (at < own.length && at < others.length && own[at] == others[at]) {
      at++;
    }
    return at == own.length ? "which ends" : String.format(Locale.ROOT, "U+%04X", own[at]);
  }
}
