package org.widemargin.study;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.train.RunConfig;

/**
 * One measurement of one network: the unit of work. Trials that differ only in what is measured
 * share the trained network.
 *
 * @param method the name of the method, for people
 * @param network how the network is trained
 * @param other how the other network that takes part is trained; absent for most measurements
 * @param measurement what is measured
 */
public record Trial(
    String method, RunConfig network, @Nullable RunConfig other, Measurement measurement) {

  /**
   * The trial's identity: the SHA-256 of its complete configuration in canonical JSON. It does not
   * depend on the study, so studies share trials.
   *
   * @return 64 hexadecimal digits
   */
  public String id() {
    Map<String, Object> everything = new LinkedHashMap<>();
    everything.put("network", network);
    if (other != null) {
      everything.put("other", other);
    }
    everything.put("measurement", Map.of(measurement.getClass().getSimpleName(), measurement));
    return Identity.of(everything);
  }
}
