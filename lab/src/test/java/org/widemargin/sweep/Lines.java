package org.widemargin.sweep;

import org.jspecify.annotations.Nullable;
import org.widemargin.study.Basis;
import org.widemargin.study.Trial;
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
        result.basis(),
        result.failure(),
        result.values(),
        result.arrays(),
        new Origin("", 0, "", null, "", "", "", "", 0, "", null, null));
  }

  /** The same line as if it rested on something else. */
  static TrialResult on(@Nullable Basis basis, TrialResult line) {
    Trial trial = line.asTrial();
    return new TrialResult(
        basis == null ? trial.id() : trial.id(basis),
        line.method(),
        line.network(),
        line.other(),
        line.measurement(),
        basis,
        line.failure(),
        line.values(),
        line.arrays(),
        line.origin());
  }
}
