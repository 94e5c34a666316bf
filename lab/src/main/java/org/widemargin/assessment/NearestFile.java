package org.widemargin.assessment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.SampleOutcome;
import org.widemargin.robustness.AccuracyCurve;

/**
 * The file {@code nearest.json}: each sample's smallest known adversarial distance.
 *
 * @param attack the minimum-norm attack that found it
 * @param norm of the distances
 * @param median of the distances; infinity if nothing was found for half of the samples
 * @param seconds how long the attack took
 * @param samples in order
 */
public record NearestFile(
    String attack, String norm, double median, double seconds, List<Line> samples) {
  /**
   * One sample.
   *
   * @param sample its index in the data set
   * @param distance 0 if it is classified wrong as it is, infinity if nothing was found
   */
  record Line(int sample, double distance) {}

  public NearestFile {
    samples = List.copyOf(samples);
  }

  public static NearestFile of(AttackResult result, AccuracyCurve curve) {
    double[] distances = curve.distances();
    List<Line> lines = new ArrayList<>();
    for (SampleOutcome outcome : result.outcomes()) {
      lines.add(new Line(outcome.sample(), distances[lines.size()]));
    }
    return new NearestFile(
        result.attack(),
        result.threat().norm().toString(),
        curve.median(),
        result.seconds(),
        lines);
  }

  /** What is written: JSON has no infinity, and {@code null} where nothing was found. */
  Map<String, @Nullable Object> contents() {
    List<Map<String, @Nullable Object>> lines = new ArrayList<>();
    for (Line line : samples) {
      Map<String, @Nullable Object> each = new LinkedHashMap<>();
      each.put("sample", line.sample());
      each.put("distance", found(line.distance()));
      lines.add(each);
    }
    Map<String, @Nullable Object> contents = new LinkedHashMap<>();
    contents.put("attack", attack);
    contents.put("norm", norm);
    contents.put("median", found(median));
    contents.put("seconds", seconds);
    contents.put("samples", lines);
    return contents;
  }

  private static @Nullable Double found(double distance) {
    return Double.isInfinite(distance) ? null : distance;
  }
}
