package org.widemargin.assessment;

import java.util.List;
import org.widemargin.robustness.AccuracyCurve;

/**
 * What a minimum-norm attack found.
 *
 * @param attack its name
 * @param curve the distances of all samples
 * @param examples some of the points
 */
public record NearestPoints(String attack, AccuracyCurve curve, List<NearestExample> examples) {
  /** Copies the list. */
  public NearestPoints {
    examples = List.copyOf(examples);
  }
}
