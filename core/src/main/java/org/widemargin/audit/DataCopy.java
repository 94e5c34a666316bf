package org.widemargin.audit;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.widemargin.data.CsvTable;
import org.widemargin.data.DatasetSpec;
import org.widemargin.data.TableCopy;

/**
 * A copy of audited data without the samples that were picked, or with the labels that are
 * suggested for them, in parts {@code train} and {@code test} whatever the data's own form. Of
 * images it holds links, of tables the lines.
 */
public final class DataCopy {
  private final DatasetSpec dataset;
  private final List<CopiedSample> samples;
  private final Map<String, String> tables;

  private DataCopy(
      DatasetSpec dataset, List<CopiedSample> samples, @Nullable Map<String, String> tables) {
    this.dataset = dataset;
    this.samples = samples;
    this.tables = tables == null ? Map.of() : tables;
  }

  /**
   * Decides what is copied.
   *
   * @param summary of the audit
   * @param files the audit
   * @param picked the samples that are left out, or relabelled
   * @param relabel whether they are relabelled
   * @return the copy, not yet made
   * @throws org.widemargin.error.InputException if the samples came from no files of the user's
   */
  public static DataCopy of(
      AuditSummary summary, AuditFiles files, List<SampleLine> picked, boolean relabel) {
    DatasetSpec dataset = summary.dataset();
    Set<String> chosen = picked.stream().map(DataCopy::key).collect(Collectors.toSet());
    List<CopiedSample> samples = new ArrayList<>();
    files.read(
        line -> {
          require(
              line.origin() != null,
              "the samples of '%s' came from no folder of images and no table, so there is nothing"
                  + " to copy; --to writes a list for 'train --exclude' and --relabel",
              dataset.name());
          boolean doubted = chosen.contains(key(line));
          if (!doubted) {
            samples.add(new CopiedSample(line, line.label()));
          } else if (relabel) {
            String suggested = line.suggested();
            samples.add(new CopiedSample(line, suggested == null ? line.label() : suggested));
          }
        });
    require(
        samples.stream().anyMatch(sample -> !sample.isTest()),
        "all samples to learn from are picked, so the copy would have none: pick fewer, or relabel"
            + " them");
    return new DataCopy(dataset, samples, summary.tables());
  }

  private static String key(SampleLine line) {
    return line.part() + " " + line.place();
  }

  /**
   * Makes the copy.
   *
   * @param folder a new or empty folder
   * @throws org.widemargin.error.InputException if the data are not there any more
   * @throws org.widemargin.error.OutputException if it cannot be written
   */
  public void write(Path folder) {
    boolean table = samples.stream().anyMatch(sample -> sample.line().line() != null);
    if (table) {
      table(folder, false, "train.csv");
      if (samples.stream().anyMatch(CopiedSample::isTest)) {
        table(folder, true, "test.csv");
      }
    } else {
      new LinkedImages(dataset.requiredData("a folder of images"), samples).write(folder);
    }
  }

  private void table(Path folder, boolean test, String name) {
    Map<Integer, String> labels = new LinkedHashMap<>();
    for (CopiedSample sample : samples) {
      if (sample.isTest() == test) {
        labels.put(Objects.requireNonNull(sample.line().line()), sample.label());
      }
    }
    Path source =
        samples.stream()
            .filter(sample -> sample.isTest() == test)
            .findFirst()
            .orElseThrow()
            .origin();
    String audited = tables.get(source.toString());
    require(
        audited == null || audited.equals(CsvTable.sha256(source)),
        "%s: the table was changed since it was audited, so its lines may be other samples; audit"
            + " it anew",
        source);
    TableCopy.write(source, dataset.labelColumn(), labels, folder.resolve(name));
  }
}
