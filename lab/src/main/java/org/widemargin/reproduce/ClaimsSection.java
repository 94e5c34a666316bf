package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.widemargin.report.HtmlPage;
import org.widemargin.report.PageBlock;
import org.widemargin.report.Table;
import org.widemargin.report.Table.Best;
import org.widemargin.report.Table.Column;

/**
 * The claims on the page: all of them in a table, and those that do not agree once more, with every
 * further way in which they were tried.
 */
final class ClaimsSection {
  private static final List<Verdict> LEFT_OPEN = List.of(Verdict.WEAKER, Verdict.UNDECIDED);

  private final List<Claims.Judged> judged;
  private final Remarks remarks;

  private ClaimsSection(List<Claims.Judged> judged, Remarks remarks) {
    this.judged = judged;
    this.remarks = remarks;
  }

  static void add(HtmlPage.Builder page, List<Claims.Judged> judged, Remarks remarks) {
    new ClaimsSection(judged, remarks).add(page);
  }

  private void add(HtmlPage.Builder page) {
    page.section("Claims")
        .paragraph(
            "Each verdict is computed by the rule beside it, the same for every budget."
                + " Leads are differences between networks of the same seed; in brackets the 95 %"
                + " interval of their mean, by Student's t over the seeds. Each interval stands for"
                + " itself: of many, one in twenty misses. A heading sorts.")
        .paragraph("Of these claims: " + counts() + ".")
        .sortableTable(all());
    disagreements(page);
  }

  private String counts() {
    Map<Verdict, Long> counts =
        judged.stream()
            .collect(Collectors.groupingBy(Claims.Judged::verdict, Collectors.counting()));
    List<String> summary = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      summary.add(counts.getOrDefault(verdict, 0L) + " " + verdict.words());
    }
    return String.join(", ", summary);
  }

  private Table all() {
    return new Table(
        "Claims and what our numbers say of them",
        "claim",
        List.of(
            new Column("source", Best.NONE),
            new Column("stated", Best.NONE),
            new Column("ours", Best.NONE),
            new Column("verdict", Best.NONE),
            new Column("rule", Best.NONE)),
        judged.stream().map(ClaimsSection::row).toList());
  }

  private static Table.Row row(Claims.Judged claim) {
    return Table.Row.of(
        claim.sentence(),
        Table.Cell.text(claim.source() + ", " + claim.study()),
        Table.Cell.text(claim.stated().isEmpty() ? "–" : claim.stated()),
        Table.Cell.text(claim.ours()),
        Table.Cell.text(claim.verdictWords()),
        Table.Cell.text(claim.rule()));
  }

  private void disagreements(HtmlPage.Builder page) {
    List<Claims.Judged> refuted = with(List.of(Verdict.DISAGREES));
    List<Claims.Judged> open = with(LEFT_OPEN);
    if (!refuted.isEmpty() || !open.isEmpty()) {
      page.section("Where a claim does not agree")
          .paragraph(
              "What disagrees is judged once more by the same rule in every further way that the"
                  + " study has networks for: with other settings, at the last step in the place of"
                  + " the best one; or as the words below the table say.");
    }
    for (Claims.Judged claim : refuted) {
      tried(claim).forEach(page::block);
    }
    if (!open.isEmpty()) {
      page.folded(
          String.format(
              Locale.ROOT, "The same for the %d claims that are weaker or undecided", open.size()),
          open.stream().flatMap(claim -> tried(claim).stream()).toList());
    }
  }

  private List<Claims.Judged> with(List<Verdict> verdicts) {
    return judged.stream().filter(claim -> verdicts.contains(claim.verdict())).toList();
  }

  private List<PageBlock> tried(Claims.Judged claim) {
    List<PageBlock> blocks = new ArrayList<>();
    blocks.add(new PageBlock.Subheading(claim.sentence()));
    List<Table.Row> rows = new ArrayList<>();
    rows.add(row("as judged", claim.ours(), claim.verdictWords()));
    claim.tries().forEach(each -> rows.add(row(each.way(), each.ours(), each.verdictWords())));
    blocks.add(
        new PageBlock.TableBlock(
            new Table(
                claim.study()
                    + ", "
                    + claim.source()
                    + (claim.stated().isEmpty() ? "" : ", stated: " + claim.stated()),
                "way",
                List.of(new Column("ours", Best.NONE), new Column("verdict", Best.NONE)),
                rows)));
    List<String> words = remarks.onClaim(claim.id());
    words.forEach(text -> blocks.add(new PageBlock.Paragraph(text)));
    if (claim.tries().isEmpty() && words.isEmpty()) {
      blocks.add(
          new PageBlock.Note(
              "Not tried in a further way: the study has no networks for one, and nobody has said"
                  + " anything of the claim '%s' in remarks.yaml.".formatted(claim.id())));
    }
    return blocks;
  }

  private static Table.Row row(String way, String ours, String verdict) {
    return Table.Row.of(way, Table.Cell.text(ours), Table.Cell.text(verdict));
  }
}
