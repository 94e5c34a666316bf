package org.widemargin.assessment;

import java.util.Objects;
import java.util.Optional;
import org.widemargin.attack.ThreatModel;
import org.widemargin.robustness.AttackReport;

/**
 * What is known of a network under attack.
 *
 * @param name what to call it
 * @param threat what the attacks were allowed
 * @param report what each attack left standing, and the checks
 * @param leftOut what to say of files that were left out of the samples, if any were
 * @param nearest what a minimum-norm attack found on the first of the samples, if one was run
 */
public record AttackedModel(
    String name,
    ThreatModel threat,
    AttackReport report,
    Optional<String> leftOut,
    Optional<NearestPoints> nearest) {
  /** Requires the name. */
  public AttackedModel {
    Objects.requireNonNull(name);
  }
}
