package org.widemargin.sweep;

import org.widemargin.study.TrialResult;
import org.widemargin.study.TrialResult.Origin;

/** Result lines without what differs from run to run. */
final class Lines {
  private Lines() {}

  static TrialResult withoutOrigin(TrialResult result) {
    return new TrialResult(
        result.trial(),
        result.method(),
        result.network(),
        result.other(),
        result.measurement(),
        result.failure(),
        result.values(),
        result.arrays(),
        new Origin("", 0, "", null, "", "", "", "", 0, ""));
  }
}
