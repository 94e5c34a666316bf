package org.widemargin.robustness;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.widemargin.data.Dataset;

/**
 * Figures, and what was left out of the samples that they were measured on. In JSON the figures'
 * keys and, if files were left out, {@code undecodable}.
 *
 * @param <T> what kind of figures
 * @param figures such as a {@link RobustnessTable} or an {@link AttackReport}
 * @param undecodable the files of the test part that cannot be decoded: a line for each, which
 *     begins with the file and says what is wrong; null if there are none
 */
public record Evaluated<T>(@JsonUnwrapped T figures, @Nullable List<String> undecodable) {
  private static final int SHOWN = 20;

  /** Copies the list; none is the same as an empty one. */
  public Evaluated {
    undecodable = undecodable == null || undecodable.isEmpty() ? null : List.copyOf(undecodable);
  }

  /**
   * Joins figures with what was left out of a data set.
   *
   * @param <T> what kind of figures
   * @param test what they were measured on
   * @param figures the figures
   * @return both
   */
  public static <T> Evaluated<T> on(Dataset test, T figures) {
    return new Evaluated<>(figures, test.undecodable());
  }

  /**
   * Says to people what was left out.
   *
   * @return one sentence that counts the files and names the first of them; empty if none was
   */
  public Optional<String> leftOut() {
    if (undecodable == null) {
      return Optional.empty();
    }
    int more = undecodable.size() - SHOWN;
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s of the test part cannot be decoded and %s left out: %s%s.",
            undecodable.size() == 1 ? "One file" : undecodable.size() + " files",
            undecodable.size() == 1 ? "is" : "are",
            String.join("; ", undecodable.subList(0, Math.min(SHOWN, undecodable.size()))),
            more > 0 ? "; and " + more + " more" : ""));
  }
}
