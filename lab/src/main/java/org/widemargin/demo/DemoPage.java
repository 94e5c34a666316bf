package org.widemargin.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.widemargin.attack.Attacks;
import org.widemargin.report.HtmlPage;
import org.widemargin.report.Table;
import org.widemargin.report.Table.Best;
import org.widemargin.report.Table.Cell;
import org.widemargin.report.Table.Column;
import org.widemargin.report.Table.Row;
import org.widemargin.robustness.NoiseTable;
import org.widemargin.robustness.RobustnessTable;
import org.widemargin.train.EvaluationConfig;
import org.widemargin.train.OptimizationConfig;

/** The page that the demo leaves behind: what was compared, what came out, and what it means. */
public final class DemoPage {
  private final DemoResult result;

  private DemoPage(DemoResult result) {
    this.result = result;
  }

  /**
   * Lays the page out.
   *
   * @param result what the demo found
   * @param footer versions and the date
   * @return the page
   */
  public static HtmlPage of(DemoResult result, String footer) {
    return new DemoPage(result).page(footer);
  }

  private HtmlPage page(String footer) {
    HtmlPage.Builder page =
        HtmlPage.titled("What a large margin buys: " + result.dataset())
            .paragraph(
                "Two networks of the same architecture learnt the same pictures with the same seed."
                    + " They differ in what they were asked for: the first to be right"
                    + " (cross-entropy), the second also to keep every picture far from the border"
                    + " between two classes (large margin). "
                    + measured())
            .paragraph(verdict());
    accuracy(page);
    pictures(page);
    distances(page);
    training(page);
    again(page);
    return page.build(footer);
  }

  /** A training has many networks: which one is looked at is a second difference. */
  private String measured() {
    return "Of the first training the network after %s is measured, of the second that after %s."
        .formatted(kept(result.crossEntropy()), kept(result.margin()));
  }

  private static String kept(DemoModel model) {
    String why =
        model.config().evaluation().keep() == EvaluationConfig.Keep.BEST
            ? "the best on validation pictures"
            : "the last";
    return String.format(Locale.ROOT, "step %d (%s)", model.step(), why);
  }

  /** The result in a sentence, whatever it is. */
  private String verdict() {
    NoiseTable clean = result.crossEntropy().inNoise();
    RobustnessTable first = result.crossEntropy().robustness();
    RobustnessTable second = result.margin().robustness();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "On %d clean test pictures the cross-entropy network is right in %.1f %% of cases and"
                + " the large-margin network in %.1f %%.",
            clean.samples(),
            100 * clean.clean(),
            100 * result.margin().inNoise().clean()));
    worst(first)
        .forEach(
            (epsilon, accuracy) ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        " When every pixel of the first %d may be moved by up to %s, the strongest"
                            + " attack here leaves %.1f %% and %.1f %%.",
                        first.samples(),
                        epsilon,
                        100 * accuracy,
                        100 * worst(second).getOrDefault(epsilon, Double.NaN))));
    return text.toString();
  }

  /** For each epsilon the lowest of the attacks. */
  private static Map<Double, Double> worst(RobustnessTable table) {
    Map<Double, Double> worst = new TreeMap<>();
    for (Map<Double, Double> under : table.attacks().values()) {
      under.forEach((epsilon, accuracy) -> worst.merge(epsilon, accuracy, Math::min));
    }
    return worst;
  }

  private void accuracy(HtmlPage.Builder page) {
    page.section("Accuracy, clean and in trouble")
        .paragraph(
            "Each figure is the share of test pictures that the network gets right, in percent;"
                + " higher is better. Pixels run from 0 (black) to 1 (white); epsilon says how far"
                + " a pixel may be moved.")
        .table(table())
        .items(
            "Clean: the pictures as they are.",
            "Noise: random Gaussian noise, epsilon its standard deviation. Nobody chose it.",
            "FGSM: one step that moves every pixel by epsilon in the direction that raises the"
                + " network's cross-entropy fastest.",
            "IFGSM: twenty small such steps, each from where the last one led, never further than"
                + " epsilon from the picture.",
            "Margin attack: the same twenty steps, but against the lead of the right class over the"
                + " strongest other one.")
        .note(
            "Why the last column is there: a network that is very sure of itself has almost no"
                + " gradient of the cross-entropy, so FGSM and IFGSM lose their way and report a"
                + " robustness that is not there. The lead of the right class has no such blind"
                + " spot. Where the margin attack is far below IFGSM, do not believe IFGSM.")
        .figures(
            "Accuracy against how far pixels may be moved.", new DemoFigures(result).attacks());
  }

  private Table table() {
    List<Column> columns = new ArrayList<>(List.of(new Column("clean", Best.HIGHEST)));
    List<String> kinds = new ArrayList<>(List.of("noise"));
    attacks().forEach(attack -> kinds.add(Attacks.title(attack)));
    for (String kind : kinds) {
      for (double epsilon : result.plan().epsilons()) {
        columns.add(new Column(kind + " " + epsilon, Best.HIGHEST));
      }
    }
    return new Table(
        String.format(
            Locale.ROOT,
            "Accuracy in percent: clean and in noise on all %d test pictures, under attack on the"
                + " first %d; the best of each column in bold",
            result.margin().inNoise().samples(),
            result.margin().robustness().samples()),
        "trained with",
        columns,
        List.of(row(result.crossEntropy()), row(result.margin())));
  }

  private Row row(DemoModel model) {
    List<Map<Double, Double>> columns = new ArrayList<>(List.of(model.inNoise().noise()));
    attacks().forEach(attack -> columns.add(model.robustness().under(attack)));
    List<Cell> cells = new ArrayList<>(List.of(Cell.percent(model.inNoise().clean())));
    for (Map<Double, Double> column : columns) {
      for (double epsilon : result.plan().epsilons()) {
        cells.add(Cell.percent(column.getOrDefault(epsilon, Double.NaN)));
      }
    }
    return new Row(model.name(), cells);
  }

  private Set<String> attacks() {
    return result.margin().robustness().attacks().keySet();
  }

  private void pictures(HtmlPage.Builder page) {
    if (result.rows().isEmpty()) {
      return;
    }
    page.section("The same pictures under attack")
        .paragraph(
            "The first test picture of each class, and what the margin attack makes of it when"
                + " every pixel may be moved by up to "
                + result.plan().shownEpsilon()
                + ". The words below a picture say what a network takes it for; a cross marks a"
                + " mistake.")
        .figures("Aimed at one network, read by both.", new DemoFigures(result).pictures());
  }

  private void distances(HtmlPage.Builder page) {
    page.section("How far the pictures are from the border")
        .paragraph(
            String.format(
                Locale.ROOT,
                "For each of %d test pictures: by how much must every pixel be moved, at most,"
                    + " until the network no longer tells its class from the nearest other one?"
                    + " Distances to the left of 0 are those of mistakes. The medians are %.3f"
                    + " (cross-entropy) and %.3f (large margin).",
                result.margin().distances().samples(),
                result.crossEntropy().distances().nearest().quantile(0.5),
                result.margin().distances().nearest().quantile(0.5)))
        .figures(
            "Estimated by linearising the network again at the border, three times.",
            new DemoFigures(result).distances());
  }

  private void training(HtmlPage.Builder page) {
    OptimizationConfig optimization = result.plan().margin().optimization();
    page.section("Training")
        .paragraph(
            String.format(
                Locale.ROOT,
                "Each network made %d steps of %d pictures. The demo makes as many as fit into five"
                    + " minutes where it runs, and at most %d.",
                optimization.steps(),
                optimization.batchSize(),
                DemoPlan.MOST_STEPS))
        .figures(
            "During training, measured on a part of the data.", new DemoFigures(result).training());
  }

  private void again(HtmlPage.Builder page) {
    page.section("Go on from here")
        .paragraph("Both networks are runs like any other:")
        .listing(
            "widemargin evaluate %1$s --samples 1000%nwidemargin distance %1$s%nwidemargin predict %1$s IMAGE.png"
                .formatted(result.margin().run()))
        .paragraph(
            "The large-margin network was trained for a few minutes only; 'widemargin train"
                + " --preset robust' goes on for longer and gets further. The attacks here are"
                + " quick ones: 'widemargin attack' has stronger ones.");
  }
}
