package org.widemargin.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.data.SampleOrigin;

/**
 * What an audit says of one sample: a line of its file.
 *
 * @param part train, validation or test
 * @param place the sample's number among all training samples, before any are held out, or among
 *     the test samples
 * @param origin the file that it was read from; null where it came from no file of the user's
 * @param line of that file, if it is a table
 * @param label its label
 * @param predicted what the run's network sees
 * @param suggested what the judging networks see, if that is not the label
 * @param scores of the run's network, by name
 * @param outOfSample of networks that did not learn from the sample; null where there are none
 * @param wrong whether the label is known to be wrong; null where nothing is known
 */
public record SampleLine(
    String part,
    int place,
    @Nullable String origin,
    @Nullable Integer line,
    String label,
    String predicted,
    @Nullable String suggested,
    Map<String, Double> scores,
    @Nullable Map<String, Double> outOfSample,
    @Nullable Boolean wrong) {
  /** Copies the scores in their order. */
  public SampleLine {
    scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    outOfSample =
        outOfSample == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(outOfSample));
  }

  /** Writes a sample of a part down. */
  static SampleLine of(PartAudit part, int sample) {
    SampleOrigin origin = part.data().origin(sample).orElse(null);
    return new SampleLine(
        part.name(),
        part.places().get(sample),
        origin == null ? null : origin.file().toString(),
        origin == null || origin.line() == 0 ? null : Integer.valueOf(origin.line()),
        part.data().classNames().get(part.data().label(sample)),
        part.data().classNames().get(part.own().predicted(sample)),
        part.suggested(sample).map(part.data().classNames()::get).orElse(null),
        part.own().of(sample),
        part.folds() == null ? null : part.folds().of(sample),
        part.wrong(sample).orElse(null));
  }

  /**
   * The score to judge by: that out of sample, if there is one.
   *
   * @param name of the score
   * @return its value; null if there is none of this name
   */
  public @Nullable Double judged(String name) {
    return outOfSample == null ? scores.get(name) : outOfSample.get(name);
  }
}
