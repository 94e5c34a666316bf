package org.widemargin.assessment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.widemargin.figure.Axis;
import org.widemargin.figure.Figure;
import org.widemargin.figure.LineFigure;
import org.widemargin.report.HtmlPage;
import org.widemargin.report.Table;
import org.widemargin.report.Table.Best;
import org.widemargin.report.Table.Cell;
import org.widemargin.report.Table.Column;
import org.widemargin.report.Table.Row;
import org.widemargin.robustness.HealthCheck;

/** The page that a black-box study leaves behind. */
public final class TransferPage {
  private final TransferResult result;
  private final List<String> models;

  private TransferPage(TransferResult result) {
    this.result = result;
    this.models = List.copyOf(result.clean().keySet());
  }

  /**
   * Lays the page out.
   *
   * @param result what the study found
   * @param footer versions and the date
   * @return the page
   */
  public static HtmlPage of(TransferResult result, String footer) {
    return new TransferPage(result).page(footer);
  }

  private HtmlPage page(String footer) {
    HtmlPage.Builder page =
        HtmlPage.titled("Examples made on one network, tried on others")
            .paragraph(
                String.format(
                    Locale.ROOT,
                    "On %d test samples, in %s. White box: an attack knows the network that it is"
                        + " judged on. Black box: its examples were made on another one.",
                    result.samples(),
                    result.norm()))
            .paragraph(
                "The examples are the points where an attack ends. For how far a network holds,"
                    + " 'widemargin attack' looks at every point on the way, and at stronger"
                    + " attacks.");
    for (String attack : result.matrices().stream().map(TransferLine::attack).distinct().toList()) {
      List<TransferLine> lines =
          result.matrices().stream().filter(line -> line.attack().equals(attack)).toList();
      page.section(attack).figures("Accuracy against epsilon.", figures(lines));
      lines.forEach(line -> page.table(table(line)));
    }
    doubts(page);
    return page.build(footer);
  }

  private Figure[] figures(List<TransferLine> lines) {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        curves("White box", lines, (line, model) -> line.at(model, model), result.clean()::get));
    if (models.size() > 1) {
      for (String target : models) {
        figures.add(
            curves(
                "On " + target + ", examples made on",
                lines,
                (line, source) -> line.at(source, target),
                source -> result.clean().get(target)));
      }
    }
    return figures.toArray(new Figure[0]);
  }

  private LineFigure curves(
      String title,
      List<TransferLine> lines,
      BiFunction<TransferLine, String, Double> accuracy,
      Function<String, Double> clean) {
    List<LineFigure.Series> series = new ArrayList<>();
    for (String model : models) {
      double[] x = new double[lines.size() + 1];
      double[] y = new double[lines.size() + 1];
      y[0] = 100 * clean.apply(model);
      for (int i = 0; i < lines.size(); i++) {
        x[i + 1] = lines.get(i).epsilon();
        y[i + 1] = 100 * accuracy.apply(lines.get(i), model);
      }
      series.add(LineFigure.Series.of(model, x, y));
    }
    return new LineFigure(
        title,
        Axis.linear("epsilon, " + result.norm()),
        Axis.linear("accuracy, %").within(0, 100),
        series,
        List.of());
  }

  private Table table(TransferLine line) {
    List<Column> columns =
        models.stream().map(target -> new Column("on " + target, Best.LOWEST)).toList();
    List<Row> rows =
        models.stream()
            .map(
                source ->
                    new Row(
                        source,
                        models.stream()
                            .map(target -> Cell.percent(line.at(source, target)))
                            .toList()))
            .toList();
    return new Table(
        "Accuracy in percent at epsilon %s; the strongest examples against each in bold"
            .formatted(line.epsilon()),
        "examples made on",
        columns,
        rows);
  }

  private void doubts(HtmlPage.Builder page) {
    page.section("What speaks against the figures");
    if (result.checks().isEmpty()) {
      page.paragraph("There was nothing to check: that takes the examples of another network.");
      return;
    }
    List<HealthCheck> suspect = result.checks().stream().filter(HealthCheck::suspect).toList();
    if (suspect.isEmpty()) {
      page.paragraph(
          "Nothing: no network falls to examples of another one on more than a few samples that its"
              + " own leave standing.");
      return;
    }
    page.paragraph(
        "Examples of another network should not do better than a network's own. Where they do, the"
            + " attack on it is misled, and the network is less robust than it looks.");
    for (HealthCheck check : suspect) {
      page.note(
          String.format(
              Locale.ROOT, "%s: %.4g (%s)", check.name(), check.figure(), check.explanation()));
    }
  }
}
