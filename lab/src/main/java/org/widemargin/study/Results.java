package org.widemargin.study;

import java.util.Optional;

/** Finished trials. */
@FunctionalInterface
public interface Results {
  /**
   * Looks a trial up.
   *
   * @param trial the trial
   * @return its result; empty if it has not finished
   */
  Optional<TrialResult> find(Trial trial);
}
