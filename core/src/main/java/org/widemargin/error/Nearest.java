package org.widemargin.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the name that the user probably meant. */
public final class Nearest {
  private static final int LONGEST_COMPARED = 100;
  private static final int MOST_COMPARED = 10_000;
  private static final int MOST_LISTED = 40;

  private Nearest() {}

  /**
   * Returns the known name nearest to an unknown one by edit distance (insertions, deletions,
   * replacements and swaps of neighbours), upper and lower case being equal.
   *
   * @param unknown what the user wrote
   * @param known the names there are
   * @return the nearest name, or empty if none is near: more than a third of the letters would have
   *     to change
   */
  public static Optional<String> name(String unknown, Collection<String> known) {
    return known.stream()
        .limit(MOST_COMPARED)
        .filter(name -> isShort(unknown) && isShort(name))
        .filter(name -> distance(unknown, name) <= allowed(unknown, name))
        .min(
            Comparator.<String>comparingInt(name -> distance(unknown, name))
                .thenComparing(name -> name));
  }

  /**
   * Returns the end of an error message about an unknown name: the names there are and the one
   * probably meant.
   *
   * @param unknown what the user wrote
   * @param known the names there are; of very many only the first are listed
   * @return for example {@code "expected one of alpha, gamma; did you mean 'gamma'?"}
   */
  public static String hint(String unknown, Collection<String> known) {
    String more = known.size() > MOST_LISTED ? ", ..." : "";
    String expected =
        "expected one of "
            + known.stream().limit(MOST_LISTED).collect(Collectors.joining(", "))
            + more;
    return name(unknown, known)
        .map(name -> expected + "; did you mean '" + name + "'?")
        .orElse(expected);
  }

  /** A name that long is no slip of the pen, and comparing takes the product of two lengths. */
  private static boolean isShort(String name) {
    return name.length() <= LONGEST_COMPARED;
  }

  private static int allowed(String a, String b) {
    return Math.max(1, Math.max(a.length(), b.length()) / 3);
  }

  /** Optimal string alignment distance, row by row. */
  private static int distance(String first, String second) {
    String a = first.toLowerCase(Locale.ROOT);
    String b = second.toLowerCase(Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 ? j : j == 0 ? i : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int edited = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swap =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swap ? Math.min(edited, cost[i - 2][j - 2] + 1) : edited;
  }
}
