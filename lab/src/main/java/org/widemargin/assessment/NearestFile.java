package org.widemargin.assessment;

import java.util.ArrayList;
import java.util.List;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.SampleOutcome;
import org.widemargin.robustness.AccuracyCurve;

/**
 * The file {@code nearest.json}: each sample's smallest known adversarial distance.
 *
 * @param attack the minimum-norm attack that found it
 * @param norm of the distances
 * @param median of the distances
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
}
