package org.widemargin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.widemargin.attack.RobustnessTable;

/** A robustness table for people. */
final class RobustnessText {
  /** From how many points on a stronger margin attack means that gradients were masked. */
  private static final double MASKED = 0.02;

  private RobustnessText() {}

  /** Accuracies in percent, a line for each epsilon. */
  static String table(RobustnessTable table) {
    TextTable text = new TextTable(1, "epsilon", "noise", "FGSM", "IFGSM", "margin attack");
    text.row("clean", percent(table.clean()), "", "", "");
    for (Map.Entry<Double, Double> noise : table.noise().entrySet()) {
      double epsilon = noise.getKey();
      text.row(
          number(epsilon),
          percent(noise.getValue()),
          percent(at(table.fgsm(), epsilon)),
          percent(at(table.ifgsm(), epsilon)),
          percent(at(table.marginAttack(), epsilon)));
    }
    return text.text();
  }

  /** What must not be overlooked, one line each. */
  static List<String> warnings(RobustnessTable table) {
    List<String> warnings = new ArrayList<>();
    table
        .marginAttack()
        .forEach(
            (epsilon, accuracy) -> {
              double more = at(table.ifgsm(), epsilon) - accuracy;
              if (more > MASKED) {
                warnings.add(
                    String.format(
                        Locale.ROOT,
                        "at epsilon %s the margin attack breaks %.1f points more than IFGSM: the"
                            + " network masks its gradients; do not believe FGSM and IFGSM",
                        number(epsilon),
                        100 * more));
              }
            });
    return warnings;
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  private static double at(Map<Double, Double> column, double epsilon) {
    return column.getOrDefault(epsilon, Double.NaN);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
