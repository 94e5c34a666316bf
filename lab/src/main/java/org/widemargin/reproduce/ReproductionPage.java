package org.widemargin.reproduce;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.widemargin.config.Yaml;
import org.widemargin.figure.Figure;
import org.widemargin.figure.SideBySideFigure;
import org.widemargin.report.HtmlPage;
import org.widemargin.report.PageBlock;
import org.widemargin.report.Table;
import org.widemargin.report.Table.Best;
import org.widemargin.report.Table.Column;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Measurement;
import org.widemargin.study.Results;
import org.widemargin.study.TrialResult;
import org.widemargin.study.TrialResult.Origin;
import org.widemargin.torch.Device;
import org.widemargin.train.OptimizationConfig;
import org.widemargin.train.RunConfig;

/** The page of a reproduction: claims, figures, configurations, and where the numbers come from. */
public final class ReproductionPage {
  private static final long PAPER_STEPS = 50_000;

  /** With fewer steps nothing is learned that a claim could be judged by. */
  private static final long FEWEST_STEPS = 100;

  private final List<StudyResults> results;
  private final Results found;
  private final List<TrialResult> lines;
  private final int strangers;
  private final Remarks remarks;

  private ReproductionPage(StudyFolder folder) {
    this.results = folder.results();
    this.found = folder.found();
    this.lines = folder.lines();
    this.strangers = folder.strangers();
    this.remarks = folder.remarks();
  }

  /**
   * Lays the page out.
   *
   * @param folder of the reproduction
   * @return the page; the same folder gives the same page
   */
  public static HtmlPage of(StudyFolder folder) {
    return new ReproductionPage(folder).page();
  }

  private HtmlPage page() {
    HtmlPage.Builder page = opening().paragraph(effort());
    if (trainings().stream().anyMatch(each -> each.steps() < FEWEST_STEPS)) {
      page.paragraph(
          "There are networks here that are hardly trained: this page shows that everything works,"
              + " and its verdicts say nothing.");
    }
    List<Table> inShort = MainTable.of(results);
    if (!inShort.isEmpty()) {
      page.section("In short");
      inShort.forEach(page::table);
    }
    List<Claims.Judged> claims = Claims.judge(results);
    if (!claims.isEmpty()) {
      ClaimsSection.add(page, claims, remarks);
    }
    results.forEach(each -> study(page, each));
    provenance(page);
    return page.build(
        lines.stream()
            .map(line -> line.origin().finished())
            .max(String::compareTo)
            .map(last -> "Last trial finished " + last)
            .orElse("No trial is finished"));
  }

  /** A study of the user's own data reproduces nothing of the paper's. */
  private HtmlPage.Builder opening() {
    return PaperFigures.of(results).equals(EnumSet.of(PaperFigures.OTHER))
        ? HtmlPage.titled("Large margins on " + datasets())
            .paragraph(
                "The methods of Elsayed, Krishnan, Mobahi, Regan and Bengio (NeurIPS 2018) and"
                    + " boundary margins on "
                    + datasets()
                    + ". The paper has no numbers on these data. Every number is computed from the"
                    + " result lines beside this page.")
        : HtmlPage.titled("Large Margin Deep Networks, reproduced on " + datasets())
            .paragraph(
                "The experiments of Elsayed, Krishnan, Mobahi, Regan and Bengio (NeurIPS 2018) on "
                    + datasets()
                    + ", run anew, with one more family beside the paper's: boundary margins. Every"
                    + " number is computed from the result lines beside this page.");
  }

  /** Those that there are studies on; MNIST before there are any. */
  private String datasets() {
    String named =
        results.stream()
            .map(StudyResults::study)
            .flatMap(
                study ->
                    study.datasets().stream().map(dataset -> PaperFigures.named(study, dataset)))
            .distinct()
            .collect(Collectors.joining(" and "));
    return named.isEmpty() ? "MNIST" : named;
  }

  /** Those of networks; whose steps are only timed are not trained. */
  private List<OptimizationConfig> trainings() {
    return lines.stream()
        .filter(line -> !(line.measurement() instanceof Measurement.Cost))
        .map(TrialResult::network)
        .distinct()
        .map(RunConfig::optimization)
        .toList();
  }

  private String effort() {
    List<OptimizationConfig> trained = trainings();
    if (trained.isEmpty()) {
      return "Nothing has been run yet.";
    }
    Map<String, Long> lengths =
        trained.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.steps() + " steps of " + each.batchSize(),
                    LinkedHashMap::new,
                    Collectors.counting()));
    String counted =
        lengths.entrySet().stream()
            .map(entry -> entry.getValue() + " of " + entry.getKey() + " samples")
            .collect(Collectors.joining(", "));
    boolean shorter = trained.stream().anyMatch(each -> each.steps() < PAPER_STEPS);
    return "Networks here: "
        + counted
        + ". The paper trained each for 50 000 steps of 128 samples after a search"
        + (shorter
            ? "; where a number here is off, the shorter training is the first suspect."
            : ".")
        + " Accuracy is that of the network that a training keeps: with the best validation"
        + " accuracy, for boundary margins the last one. It is the one that is attacked.";
  }

  private void study(HtmlPage.Builder page, StudyResults study) {
    page.section(study.study().name()).paragraph(study.study().title());
    KnownData.note(study).ifPresent(page::note);
    remarks.on(study.study().name()).forEach(page::paragraph);
    if (!study.isComplete()) {
      page.note(
          "This study is not complete: "
              + study.entries().size()
              + " trials are finished, the figures show those.");
    }
    List<String> failures =
        study.entries().stream()
            .filter(entry -> entry.result().failure() != null)
            .map(
                entry ->
                    String.format(
                        Locale.ROOT,
                        "%s, seed %d: %s",
                        entry.cell().method(),
                        entry.seed(),
                        Objects.requireNonNullElse(entry.result().failure(), "")))
            .toList();
    if (!failures.isEmpty()) {
      page.paragraph("Trainings that failed, and count for nothing:")
          .items(failures.toArray(new String[0]));
    }
    for (StudyFigure figure : StudyFigures.of(study)) {
      page.figures(figure.caption(), parts(figure.figure()));
    }
    if (!study.entries().isEmpty()) {
      ResultTables.of(study).forEach(page::table);
      PapersWayTables.of(study).forEach(page::table);
    }
    List<Table> searches = SearchTables.of(study.study(), found);
    if (!searches.isEmpty()) {
      page.folded(
          "Search for hyper-parameters of " + study.study().name(),
          searches.stream().map(PageBlock.TableBlock::new).toList());
    }
    page.foldedListing("Configuration of " + study.study().name(), Yaml.write(study.study()));
  }

  /** Figures beside each other stand below each other on a phone. */
  private static Figure[] parts(Figure figure) {
    return figure instanceof SideBySideFigure row
        ? row.figures().toArray(new Figure[0])
        : new Figure[] {figure};
  }

  private void provenance(HtmlPage.Builder page) {
    Map<Origin, List<TrialResult>> machines =
        lines.stream()
            .collect(
                Collectors.groupingBy(
                    line -> machine(line.origin()), LinkedHashMap::new, Collectors.toList()));
    page.section("Where the numbers come from");
    if (strangers > 0) {
      page.note(
          String.format(
              Locale.ROOT,
              "%d result lines here belong to none of these studies with their present settings, and count for nothing.",
              strangers));
    }
    page.paragraph(
            "Seeds "
                + distinct(line -> line.network().seed())
                + "; threads for each trial: "
                + distinct(line -> line.network().threads())
                + ".")
        .table(
            new Table(
                "Machines and versions",
                "host",
                List.of(
                    new Column("trials", Best.NONE),
                    new Column("process hours", Best.NONE),
                    new Column("finished", Best.NONE),
                    new Column("commit", Best.NONE),
                    new Column("system", Best.NONE),
                    new Column("processors", Best.NONE),
                    new Column("Java", Best.NONE),
                    new Column("libtorch", Best.NONE)),
                machines.entrySet().stream()
                    .map(entry -> machineRow(entry.getKey(), entry.getValue()))
                    .toList()));
  }

  private String distinct(Function<TrialResult, Object> part) {
    return lines.stream()
        .map(part)
        .distinct()
        .map(String::valueOf)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** What trials of one machine and version have in common. */
  private static Origin machine(Origin origin) {
    return new Origin(
        "",
        0,
        origin.version(),
        origin.commit(),
        origin.libtorch(),
        origin.java(),
        origin.system(),
        origin.host(),
        origin.processors(),
        origin.vectorInstructions(),
        origin.precision(),
        origin.computedOn());
  }

  private static Table.Row machineRow(Origin machine, List<TrialResult> trials) {
    double seconds = trials.stream().mapToDouble(trial -> trial.origin().seconds()).sum();
    return Table.Row.of(
        machine.host(),
        Table.Cell.number(trials.size(), 0),
        Table.Cell.text(String.format(Locale.ROOT, "%.2f", seconds / 3600)),
        Table.Cell.text(period(trials)),
        Table.Cell.text(Objects.requireNonNullElse(machine.commit(), "unknown")),
        Table.Cell.text(machine.system()),
        Table.Cell.text(processor(machine)),
        Table.Cell.text(machine.java()),
        Table.Cell.text(machine.libtorch()));
  }

  private static String processor(Origin machine) {
    List<String> words = new ArrayList<>();
    words.add(String.valueOf(machine.processors()));
    words.add(machine.vectorInstructions());
    if (machine.precision() != null) {
      words.add(machine.precision().name().toLowerCase(Locale.ROOT));
    }
    if (!machine.computedOn().equals(Device.CPU.toString())) {
      words.add(machine.computedOn());
    }
    return String.join(", ", words);
  }

  /** From the first to the last end of a trial, in minutes. */
  private static String period(List<TrialResult> trials) {
    List<String> ends = trials.stream().map(trial -> trial.origin().finished()).sorted().toList();
    return minute(ends.get(0)) + " to " + minute(ends.get(ends.size() - 1));
  }

  private static String minute(String instant) {
    return Instant.parse(instant).truncatedTo(ChronoUnit.MINUTES).toString();
  }
}
