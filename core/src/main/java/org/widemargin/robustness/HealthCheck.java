package org.widemargin.robustness;

/**
 * One doubt of the evaluator about its own result.
 *
 * @param name what was checked
 * @param verdict whether the result may be believed in this respect
 * @param figure what was measured
 * @param explanation what the figure is and when it is suspect
 */
public record HealthCheck(String name, Verdict verdict, double figure, String explanation) {
  /** The answer. */
  public enum Verdict {
    /** Nothing speaks against the result. */
    OK,
    /** The robust accuracy is probably overstated. */
    SUSPECT
  }

  /**
   * Judges a figure against the largest one that is still fine.
   *
   * @param name what was checked
   * @param figure what was measured; NaN is suspect
   * @param most the largest figure that is fine
   * @param explanation what the figure is
   * @return the check
   */
  static HealthCheck atMost(String name, double figure, double most, String explanation) {
    return new HealthCheck(
        name, figure <= most ? Verdict.OK : Verdict.SUSPECT, figure, explanation);
  }

  /**
   * Tells whether the check failed.
   *
   * @return whether the verdict is suspect
   */
  public boolean suspect() {
    return verdict == Verdict.SUSPECT;
  }
}
