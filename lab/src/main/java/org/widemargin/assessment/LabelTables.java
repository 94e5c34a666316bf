package org.widemargin.assessment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.widemargin.audit.PartAudit;
import org.widemargin.report.Table;
import org.widemargin.report.Table.Best;
import org.widemargin.report.Table.Cell;
import org.widemargin.report.Table.Column;
import org.widemargin.report.Table.Row;

/** The labels of a part, class by class, against what the judging networks see. */
final class LabelTables {
  /** More classes than these make a matrix that nobody reads. */
  private static final int MOST_IN_MATRIX = 20;

  private static final int MOST_PAIRS = 40;

  private final PartAudit part;
  private final String by;
  private final List<String> names;
  private final int[][] counts;

  LabelTables(PartAudit part, String by) {
    this.part = part;
    this.by = by;
    this.names = part.data().classNames();
    this.counts = new int[names.size()][names.size()];
    for (int sample = 0; sample < part.data().size(); sample++) {
      counts[part.data().label(sample)][part.judged().predicted(sample)]++;
    }
  }

  Table classes() {
    List<Row> rows = new ArrayList<>();
    for (int label = 0; label < names.size(); label++) {
      int own = label;
      int samples = IntStream.of(counts[label]).sum();
      int disagreeing = samples - counts[label][label];
      double mean =
          IntStream.range(0, part.data().size())
              .filter(sample -> part.data().label(sample) == own)
              .mapToDouble(sample -> part.judged().value(by, sample))
              .filter(value -> !Double.isNaN(value))
              .average()
              .orElse(Double.NaN);
      rows.add(
          Row.of(
              names.get(label),
              Cell.number(samples, 0),
              Cell.number(disagreeing, 0),
              Cell.percent(samples == 0 ? Double.NaN : disagreeing / (double) samples),
              Cell.number(mean, 4),
              Cell.text(mostOften(label))));
    }
    return new Table(
        "Training labels by class",
        "label",
        List.of(
            new Column("samples", Best.NONE),
            new Column("another class seen", Best.NONE),
            new Column("share, %", Best.NONE),
            new Column("mean " + by, Best.NONE),
            new Column("most often seen instead", Best.NONE)),
        rows);
  }

  private String mostOften(int label) {
    return IntStream.range(0, names.size())
        .filter(other -> other != label && counts[label][other] > 0)
        .boxed()
        .max(Comparator.comparingInt(other -> counts[label][other]))
        .map(names::get)
        .orElse("\u2013");
  }

  /** A matrix, or of many classes the pairs that are confused most. */
  Table confusion() {
    return names.size() <= MOST_IN_MATRIX ? matrix() : pairs();
  }

  private Table matrix() {
    List<Row> rows = new ArrayList<>();
    for (int label = 0; label < names.size(); label++) {
      rows.add(
          new Row(
              names.get(label),
              IntStream.of(counts[label]).mapToObj(count -> Cell.number(count, 0)).toList()));
    }
    return new Table(
        "Rows are given labels, columns what is seen",
        "given",
        names.stream().map(name -> new Column(name, Best.NONE)).toList(),
        rows);
  }

  private record Pair(int label, int seen, int count) {}

  private Table pairs() {
    List<Row> rows =
        IntStream.range(0, names.size())
            .boxed()
            .flatMap(
                label ->
                    IntStream.range(0, names.size())
                        .filter(seen -> seen != label && counts[label][seen] > 0)
                        .mapToObj(seen -> new Pair(label, seen, counts[label][seen])))
            .sorted(Comparator.comparingInt(Pair::count).reversed())
            .limit(MOST_PAIRS)
            .map(
                pair ->
                    Row.of(
                        names.get(pair.label()),
                        Cell.text(names.get(pair.seen())),
                        Cell.number(pair.count(), 0)))
            .toList();
    return new Table(
        "The labels that are most often seen as another class",
        "given",
        List.of(new Column("seen", Best.NONE), new Column("samples", Best.NONE)),
        rows);
  }
}
