package org.widemargin.cli.text;

import java.util.Arrays;
import java.util.Locale;
import org.widemargin.norm.Norm;

/** What is said of a certification. */
public final class CertificationText {
  private static final double[] SHARES = {0.05, 0.25, 0.5, 0.75, 0.95};

  private CertificationText() {}

  /**
   * The first lines.
   *
   * @param samples how many
   * @param norm of the perturbations
   * @param epsilon their largest size
   * @param method of proof
   */
  public static String heading(int samples, Norm norm, double epsilon, String method) {
    return String.format(
        Locale.ROOT,
        "%d test samples, %s perturbations up to %s, %s bounds:",
        samples,
        norm,
        epsilon,
        method);
  }

  /** A share with its name. */
  public static String share(String name, double share) {
    return String.format(Locale.ROOT, "%-20s%5.1f %%", name, 100 * share);
  }

  /** A table of quantiles over samples. */
  public static TextTable quantiles() {
    return new TextTable(1, "size", "5 %", "25 %", "median", "75 %", "95 %");
  }

  /** Adds a row to it. */
  public static void addQuantiles(TextTable table, String name, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    String[] cells = new String[SHARES.length + 1];
    cells[0] = name;
    for (int i = 0; i < SHARES.length; i++) {
      cells[i + 1] =
          String.format(
              Locale.ROOT, "%.4g", sorted[(int) Math.floor(SHARES[i] * (sorted.length - 1))]);
    }
    table.row(cells);
  }
}
