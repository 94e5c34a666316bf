package org.widemargin.assessment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.widemargin.robustness.HealthCheck;

/**
 * What a black-box study found.
 *
 * @param samples how many samples were used
 * @param norm of the attacks
 * @param clean every network's accuracy without an attack
 * @param matrices one for each attack and radius
 * @param checks for every network whether examples of another one do better than its own
 */
public record TransferResult(
    int samples,
    String norm,
    Map<String, Double> clean,
    List<TransferLine> matrices,
    List<HealthCheck> checks) {
  /** Copies the collections, keeping their order. */
  public TransferResult {
    clean = Collections.unmodifiableMap(new LinkedHashMap<>(clean));
    matrices = List.copyOf(matrices);
    checks = List.copyOf(checks);
  }
}
