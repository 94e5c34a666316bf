package org.widemargin.sweep;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.study.TrialResult.Origin;
import org.widemargin.study.TrialResult.Value;

/**
 * What came of a trial.
 *
 * @param failure why there are no values, such as a training that diverged; absent for most
 * @param values what was found
 * @param arrays longer lists of numbers by name
 * @param origin where it ran
 */
public record Conclusion(
    @Nullable String failure, List<Value> values, Map<String, List<Double>> arrays, Origin origin) {
  /** Copies list and map. */
  public Conclusion {
    values = List.copyOf(values);
    arrays = Map.copyOf(arrays);
  }

  /** The same after so many seconds more. */
  Conclusion after(double seconds) {
    return new Conclusion(failure, values, arrays, origin.after(seconds));
  }

  static Conclusion defaults(Origin origin) {
    return new Conclusion(/* failure= */ null, List.of(), Map.of(), origin);
  }
}
