package org.widemargin.audit;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.widemargin.data.CsvTable;
import org.widemargin.data.DatasetSpec;
import org.widemargin.norm.Norm;

/**
 * What an audit was, and its figures.
 *
 * @param run the run that was audited
 * @param version of the program
 * @param dataset where the samples came from
 * @param norm of the distances
 * @param refinements how often distances were linearised again
 * @param folds how many networks judged out of sample; null for none
 * @param planted the wrong labels that were put in; null for none
 * @param by the score that samples are ordered by
 * @param parts what was found of each part
 * @param detections how well each score finds labels that are known to be wrong; empty where
 *     nothing is known
 * @param duplicates pairs of nearly equal samples with different labels, the nearest first, at most
 *     {@value #MOST_DUPLICATES}
 * @param allDuplicates how many pairs there are
 * @param tables the SHA-256 of each table that samples came from, by its path; null where there is
 *     none
 */
public record AuditSummary(
    String run,
    String version,
    DatasetSpec dataset,
    Norm norm,
    int refinements,
    @Nullable Integer folds,
    @Nullable Planting planted,
    String by,
    List<Part> parts,
    List<Detection> detections,
    List<NearDuplicate> duplicates,
    int allDuplicates,
    @Nullable Map<String, String> tables) {
  /** How many pairs are written down. */
  public static final int MOST_DUPLICATES = 1000;

  private static final Set<String> PLAIN =
      Set.of(SampleScores.GAP, SampleScores.LOSS, SampleScores.AREA);

  /** Copies the lists. */
  public AuditSummary {
    parts = List.copyOf(parts);
    detections = List.copyOf(detections);
    duplicates = List.copyOf(duplicates);
    tables = tables == null ? null : Collections.unmodifiableMap(new TreeMap<>(tables));
  }

  /**
   * The figures of one part.
   *
   * @param name train, validation or test
   * @param samples how many
   * @param outOfSample whether the judging networks had not learned from them
   * @param disagreeing for how many the judging networks see another class
   */
  public record Part(String name, int samples, boolean outOfSample, int disagreeing) {
    static Part of(PartAudit part) {
      boolean learned = part.name().equals(PartAudit.TRAIN) && part.folds() == null;
      return new Part(part.name(), part.data().size(), !learned, part.disagreeing());
    }
  }

  /**
   * Sums an audit up.
   *
   * @param audit what was found
   * @param run which run
   * @param version of the program
   * @param dataset where the samples came from
   * @param auditor what was asked
   * @param planted the wrong labels that were put in; null for none
   * @param by the score that samples are ordered by
   * @return the figures
   */
  public static AuditSummary of(
      Audit audit,
      String run,
      String version,
      DatasetSpec dataset,
      Auditor auditor,
      @Nullable Planting planted,
      String by) {
    Folds folds = auditor.folds();
    return new AuditSummary(
        run,
        version,
        dataset,
        auditor.spec().norm(),
        auditor.spec().refinements(),
        folds == null ? null : Integer.valueOf(folds.count()),
        planted,
        by,
        audit.parts().stream().map(Part::of).toList(),
        audit.train().detections(),
        audit.duplicates().stream().limit(MOST_DUPLICATES).toList(),
        audit.duplicates().size(),
        tables(audit));
  }

  private static @Nullable Map<String, String> tables(Audit audit) {
    Map<String, String> digests = new TreeMap<>();
    for (PartAudit part : audit.parts()) {
      for (int i = 0; i < part.data().size(); i++) {
        part.data()
            .origin(i)
            .filter(origin -> origin.line() > 0)
            .ifPresent(
                origin ->
                    digests.computeIfAbsent(
                        origin.file().toString(), file -> CsvTable.sha256(origin.file())));
      }
    }
    return digests.isEmpty() ? null : digests;
  }

  /**
   * Says whether the distances to the boundary find the known wrong labels better than the plain
   * gap and the loss, out of sample where there is that.
   *
   * @return a sentence; empty where nothing is known
   */
  public String comparison() {
    boolean outOfSample = detections.stream().anyMatch(Detection::outOfSample);
    List<Detection> compared =
        detections.stream().filter(found -> found.outOfSample() == outOfSample).toList();
    Optional<Detection> distance =
        best(compared.stream().filter(found -> !PLAIN.contains(found.score())).toList());
    Optional<Detection> plain =
        best(compared.stream().filter(found -> PLAIN.contains(found.score())).toList());
    if (distance.isEmpty() || plain.isEmpty()) {
      return "";
    }
    double difference = distance.get().auroc() - plain.get().auroc();
    return String.format(
        Locale.ROOT,
        "Judged %s, the best distance (%s, AUROC %.4f) %s the best of the plain scores (%s, %.4f).",
        outOfSample ? "out of sample" : "in sample",
        distance.get().score(),
        distance.get().auroc(),
        difference > 0 ? "beats" : difference < 0 ? "does not beat" : "is level with",
        plain.get().score(),
        plain.get().auroc());
  }

  private static Optional<Detection> best(List<Detection> found) {
    return found.stream().reduce((a, b) -> b.auroc() > a.auroc() ? b : a);
  }
}
