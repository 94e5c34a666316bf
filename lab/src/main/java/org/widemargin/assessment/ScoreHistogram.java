package org.widemargin.assessment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.widemargin.audit.PartAudit;
import org.widemargin.distance.DistanceDistribution;
import org.widemargin.figure.Axis;
import org.widemargin.figure.Figure;
import org.widemargin.figure.HistogramFigure;
import org.widemargin.figure.Ranges;

/**
 * How a score is distributed over samples: those whose labels are known to be wrong against the
 * others, or where nothing is known, those that are seen as another class.
 */
final class ScoreHistogram {
  private static final int BINS = 40;

  /** The share of values on each side that may lie outside the picture. */
  private static final double TAIL = 0.0005;

  private ScoreHistogram() {}

  /** Draws a score; empty if no sample has a finite one. */
  static Optional<Figure> of(PartAudit part, String score) {
    double[] finite =
        values(part, score, sample -> Double.isFinite(part.judged().value(score, sample)));
    if (finite.length == 0) {
      return Optional.empty();
    }
    boolean known = part.trueLabels() != null;
    IntPredicate doubtful =
        known
            ? sample -> part.wrong(sample).orElse(false)
            : sample -> part.suggested(sample).isPresent();
    List<Map.Entry<String, double[]>> groups =
        List.of(
            Map.entry(
                known ? "right labels" : "label agreed with",
                values(part, score, doubtful.negate())),
            Map.entry(
                known ? "wrong labels" : "another class seen", values(part, score, doubtful)));
    DistanceDistribution together = DistanceDistribution.of(finite);
    double low = together.quantile(TAIL);
    double high = together.quantile(1 - TAIL);
    return Optional.of(
        HistogramFigure.of(
            "Training samples by " + score,
            Ranges.around(Axis.linear(score), low, high),
            BINS,
            groups.stream().filter(group -> group.getValue().length > 0).toList(),
            low < 0 && high > 0 ? new HistogramFigure.Marker(0, "boundary") : null));
  }

  private static double[] values(PartAudit part, String score, IntPredicate wanted) {
    return IntStream.range(0, part.data().size())
        .filter(wanted)
        .mapToDouble(sample -> part.judged().value(score, sample))
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }
}
