package org.widemargin.cli.text;

import java.util.Locale;
import org.widemargin.bench.Scaling;

/** How steps scale, as text. */
public final class ScalingText {
  private static final double MEGABYTE = 1e6;

  private ScalingText() {}

  /** Time and memory of each step, with an empty line after them. */
  public static String table(Scaling.Curves curves) {
    TextTable table = new TextTable(1, "step", curves.label(), "ms", "MB");
    for (Scaling.Measured step : curves.steps()) {
      table.row(
          step.series(),
          String.format(Locale.ROOT, "%.4g", step.x()),
          String.format(Locale.ROOT, "%.3f", step.milliseconds()),
          Double.isNaN(step.bytes())
              ? ""
              : String.format(Locale.ROOT, "%.1f", step.bytes() / MEGABYTE));
    }
    return table.text() + System.lineSeparator();
  }
}
