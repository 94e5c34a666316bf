package org.widemargin.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.widemargin.attack.Attacks;
import org.widemargin.demo.DemoModel;
import org.widemargin.robustness.HealthCheck;
import org.widemargin.robustness.RobustnessTable;

/** A robustness table for people. */
public final class RobustnessText {
  /** From how many points on a stronger margin attack means that gradients were masked. */
  private static final double MASKED = 0.02;

  private RobustnessText() {}

  /** Accuracies in percent, a line for each epsilon. */
  public static String table(RobustnessTable table) {
    List<String> headings = new ArrayList<>(List.of("epsilon", "noise"));
    List<String> first = new ArrayList<>(List.of("clean", percent(table.clean())));
    for (String attack : table.attacks().keySet()) {
      headings.add(Attacks.title(attack));
      first.add("");
    }
    TextTable text = new TextTable(1, headings.toArray(new String[0]));
    text.row(first);
    if (table.cleanTopFive() != null) {
      List<String> topFive =
          new ArrayList<>(List.of("clean, top 5", percent(table.cleanTopFive())));
      table.attacks().keySet().forEach(attack -> topFive.add(""));
      text.row(topFive);
    }
    for (Map.Entry<Double, Double> noise : table.noise().entrySet()) {
      List<String> row =
          new ArrayList<>(List.of(number(noise.getKey()), percent(noise.getValue())));
      table.attacks().values().forEach(under -> row.add(percent(at(under, noise.getKey()))));
      text.row(row);
    }
    return text.text();
  }

  /** The failed checks, each with its figure and what that means. */
  public static List<String> doubts(List<HealthCheck> checks) {
    return checks.stream().filter(HealthCheck::suspect).map(RobustnessText::doubt).toList();
  }

  private static String doubt(HealthCheck check) {
    return String.format(
        Locale.ROOT, "%s: %.4g (%s)", check.name(), check.figure(), check.explanation());
  }

  /** Several networks side by side, a line for each trouble. */
  public static String comparison(List<DemoModel> models) {
    List<String> headings = new ArrayList<>(List.of("", "epsilon"));
    models.forEach(model -> headings.add(model.name()));
    TextTable text = new TextTable(2, headings.toArray(new String[0]));
    text.row(cells("clean", "", models, model -> model.inNoise().clean()));
    addRows(text, "noise", models, model -> model.inNoise().noise());
    for (String attack : models.get(0).robustness().attacks().keySet()) {
      addRows(text, Attacks.title(attack), models, model -> model.robustness().under(attack));
    }
    return text.text();
  }

  private static void addRows(
      TextTable text,
      String trouble,
      List<DemoModel> models,
      Function<DemoModel, Map<Double, Double>> column) {
    for (double epsilon : column.apply(models.get(0)).keySet()) {
      text.row(cells(trouble, number(epsilon), models, model -> at(column.apply(model), epsilon)));
    }
  }

  private static List<String> cells(
      String trouble,
      String epsilon,
      List<DemoModel> models,
      ToDoubleFunction<DemoModel> accuracy) {
    List<String> cells = new ArrayList<>(List.of(trouble, epsilon));
    models.forEach(model -> cells.add(percent(accuracy.applyAsDouble(model))));
    return cells;
  }

  /** What must not be overlooked, one line each. */
  public static List<String> warnings(RobustnessTable table) {
    List<String> warnings = new ArrayList<>();
    table
        .under("margin-attack")
        .forEach(
            (epsilon, accuracy) -> {
              double more = at(table.under("ifgsm"), epsilon) - accuracy;
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

  /** A share in percent, without the sign. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  private static double at(Map<Double, Double> column, double epsilon) {
    return column.getOrDefault(epsilon, Double.NaN);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
