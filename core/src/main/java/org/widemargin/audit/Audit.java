package org.widemargin.audit;

import static org.widemargin.error.InputException.require;

import java.util.List;

/**
 * What was found of the samples of a data set.
 *
 * @param parts train, validation if samples are held out, and test
 * @param duplicates pairs of nearly equal samples with different labels, the nearest first
 */
public record Audit(List<PartAudit> parts, List<NearDuplicate> duplicates) {
  /** Copies the lists. */
  public Audit {
    parts = List.copyOf(parts);
    duplicates = List.copyOf(duplicates);
    require(!parts.isEmpty(), "expected at least one part of the data, found none");
  }

  /**
   * The part that was learned from.
   *
   * @return the first
   */
  public PartAudit train() {
    return parts.get(0);
  }
}
