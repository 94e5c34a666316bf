package org.widemargin.audit;

import static org.widemargin.error.InputException.require;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.widemargin.data.CsvRow;
import org.widemargin.file.AtomicFiles;

/**
 * Picks the training samples of an audit whose labels are not to be trusted, those held out to
 * choose by among them. Test samples are never picked: what is judged by stays as it is.
 *
 * @param choice which ones
 * @param by the score that they are ordered by
 */
public record Cleaning(Choice choice, String by) {
  /** Which samples are picked. */
  public sealed interface Choice {}

  /** All for which the judging networks see another class. */
  public record Disagreeing() implements Choice {}

  /**
   * A number of the most suspicious.
   *
   * @param count at least 1
   */
  public record Worst(int count) implements Choice {
    /** Checks the number. */
    public Worst {
      require(count > 0, "expected at least 1 sample to pick, found %d", count);
    }
  }

  /**
   * A share of the samples, the most suspicious.
   *
   * @param share above 0 and below 1
   */
  public record WorstShare(double share) implements Choice {
    /** Checks the share. */
    public WorstShare {
      require(
          share > 0 && share < 1,
          "expected a share of samples above 0 and below 1, found %s",
          share);
    }
  }

  /**
   * All whose score is worse than a threshold: below it, and of the loss above it.
   *
   * @param threshold a number
   */
  public record Beyond(double threshold) implements Choice {
    /** Checks the number. */
    public Beyond {
      require(!Double.isNaN(threshold), "expected a threshold that is a number, found NaN");
    }
  }

  /**
   * Picks.
   *
   * @param files the audit
   * @return the samples, the most suspicious first; equals in the order of the audit
   * @throws org.widemargin.error.InputException if the audit has no such score
   */
  public List<SampleLine> pick(AuditFiles files) {
    List<SampleLine> trained = new ArrayList<>();
    files.read(
        line -> {
          if (!line.part().equals(PartAudit.TEST)) {
            trained.add(line);
          }
        });
    trained.forEach(
        line ->
            require(
                line.judged(by) != null,
                "expected the score '%s', found %s",
                by,
                line.outOfSample() == null ? line.scores().keySet() : line.outOfSample().keySet()));
    return chosen(
        trained.stream()
            .sorted(Comparator.comparingDouble((SampleLine line) -> suspicion(line)).reversed())
            .toList());
  }

  private List<SampleLine> chosen(List<SampleLine> ranked) {
    if (choice instanceof Disagreeing) {
      return ranked.stream().filter(line -> line.suggested() != null).toList();
    } else if (choice instanceof Worst worst) {
      return ranked.subList(0, Math.min(worst.count(), ranked.size()));
    } else if (choice instanceof WorstShare worst) {
      return ranked.subList(0, share(worst.share(), ranked.size()));
    } else if (choice instanceof Beyond beyond) {
      double worse = SampleScores.suspicion(by, beyond.threshold());
      return ranked.stream().filter(line -> suspicion(line) > worse).toList();
    }
    throw new AssertionError("a sealed type has no other case: " + choice);
  }

  private static int share(double share, int size) {
    return BigDecimal.valueOf(share)
        .multiply(BigDecimal.valueOf(size))
        .setScale(0, RoundingMode.HALF_UP)
        .intValueExact();
  }

  private double suspicion(SampleLine line) {
    double suspicion = SampleScores.suspicion(by, Objects.requireNonNull(line.judged(by)));
    return Double.isNaN(suspicion) ? Double.NEGATIVE_INFINITY : suspicion;
  }

  /**
   * Writes samples as a list for {@code train --exclude} and {@code --relabel}.
   *
   * @param file where
   * @param picked the samples
   * @param by the score that is written beside each
   * @throws org.widemargin.error.OutputException if it cannot be written
   */
  public static void writeList(Path file, List<SampleLine> picked, String by) {
    String header = "place,label,suggested,origin,part," + by + "\n";
    AtomicFiles.writeText(
        file,
        picked.stream()
            .map(line -> CsvRow.of(fields(line, by)) + "\n")
            .collect(Collectors.joining("", header, "")));
  }

  private static List<String> fields(SampleLine line, String by) {
    return List.of(
        Integer.toString(line.place()),
        line.label(),
        line.suggested() == null ? line.label() : line.suggested(),
        origin(line),
        line.part(),
        String.valueOf(line.judged(by)));
  }

  private static String origin(SampleLine line) {
    @Nullable String file = line.origin();
    return file == null ? "" : line.line() == null ? file : file + ":" + line.line();
  }
}
