package org.widemargin.data;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.widemargin.error.InputException;

/** Names of classes as a reader sees them. */
final class Names {
  /** Letters of other scripts, and below each the Latin one that it looks like. */
  private static final String OTHERS =
      "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455"
          + "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405"
          + "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf";

  private static final String LATIN = "aeopcyxijs" + "ABEKMHOPCTXIJS" + "ABEZHIKMNOPTYXo";

  private Names() {}

  /**
   * Refuses names that look alike: composed and decomposed letters, kinds of spaces, characters
   * without width, letters of two scripts that are drawn alike. They would be two classes that
   * nobody can tell apart.
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
          "%s: expected classes that look different, found '%s' (%s) and '%s' (%s); write them"
              + " alike",
          where,
          String.valueOf(other),
          letters(String.valueOf(other), name),
          name,
          letters(name, String.valueOf(other)));
    }
  }

  private static String asSeen(String name) {
    String seen =
        Normalizer.normalize(name, Normalizer.Form.NFC)
            .replaceAll("[\\p{Cf}\\p{Cc}]", "")
            .replaceAll("\\p{Z}+", " ")
            .strip();
    StringBuilder latin = new StringBuilder();
    for (int i = 0; i < seen.length(); i++) {
      int other = OTHERS.indexOf(seen.charAt(i));
      latin.append(other < 0 ? seen.charAt(i) : LATIN.charAt(other));
    }
    return latin.toString();
  }

  /**
   * Finds names that differ in capitals or in the form of letters alone ({@code fi} as one letter,
   * letters of double width): they can be told apart, but may be meant as one.
   *
   * @param where what to call their source
   * @param names the names of classes
   * @return a line for each pair, for the user
   */
  static List<String> doubts(String where, Collection<String> names) {
    Map<String, String> seen = new HashMap<>();
    List<String> doubts = new ArrayList<>();
    for (String name : names) {
      String folded =
          Normalizer.normalize(name, Normalizer.Form.NFKC)
              .toUpperCase(Locale.ROOT)
              .toLowerCase(Locale.ROOT);
      String other = seen.putIfAbsent(folded, name);
      if (other != null) {
        doubts.add(
            "%s: the classes '%s' and '%s' differ only in how letters are written; if they are one, write them alike"
                .formatted(where, other, name));
      }
    }
    return doubts;
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
