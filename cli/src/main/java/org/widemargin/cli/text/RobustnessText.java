package org.widemargin.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.widemargin.attack.Attacks;
import org.widemargin.demo.DemoModel;
import org.widemargin.robustness.AttackReport;
import org.widemargin.robustness.HealthCheck;
import org.widemargin.robustness.RobustnessTable;
import org.widemargin.robustness.TopFiveTable;

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
    TopFiveTable topFive = table.topFive();
    if (topFive != null) {
      List<String> row = new ArrayList<>(List.of("clean, top 5", percent(topFive.clean())));
      table.attacks().keySet().forEach(attack -> row.add(""));
      text.row(row);
    }
    for (double epsilon : table.noise().keySet()) {
      text.row(line(number(epsilon), epsilon, table.noise(), table.attacks()));
      if (topFive != null) {
        text.row(line(number(epsilon) + ", top 5", epsilon, topFive.noise(), topFive.attacks()));
      }
    }
    return text.text();
  }

  private static List<String> line(
      String heading,
      double epsilon,
      Map<Double, Double> noise,
      Map<String, Map<Double, Double>> attacks) {
    List<String> row = new ArrayList<>(List.of(heading, percent(at(noise, epsilon))));
    attacks.values().forEach(under -> row.add(percent(at(under, epsilon))));
    return row;
  }

  /** Accuracies in percent, a line for each attack. */
  public static String table(AttackReport report) {
    Double clean = report.cleanTopFive();
    TextTable text =
        clean == null
            ? new TextTable(1, "after", "accuracy", "seconds")
            : new TextTable(1, "after", "accuracy", "top 5", "seconds");
    text.row(cells("no attack", report.clean(), clean, ""));
    for (AttackReport.Line line : report.attacks()) {
      String seconds = String.format(Locale.ROOT, "%.1f", line.seconds());
      text.row(cells(line.name(), line.robust(), line.topFive(), seconds));
    }
    return text.text();
  }

  private static List<String> cells(
      String after, double robust, @Nullable Double topFive, String seconds) {
    return topFive == null
        ? List.of(after, percent(robust), seconds)
        : List.of(after, percent(robust), percent(topFive), seconds);
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
