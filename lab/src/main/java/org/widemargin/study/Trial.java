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
   * The SHA-256 of the complete configuration in canonical JSON. It does not depend on the study,
   * so studies share trials.
   *
   * @return 64 hexadecimal digits
   */
  public String id() {
    return Identity.of(configuration());
  }

  /**
   * The identity of the trial's result, which rests on more than the configuration.
   *
   * @param basis the data and the meaning of the measurement
   * @return 64 hexadecimal digits
   */
  public String id(Basis basis) {
    Map<String, Object> everything = configuration();
    everything.put("basis", basis);
    return Identity.of(everything);
  }

  private Map<String, Object> configuration() {
    Map<String, Object> everything = new LinkedHashMap<>();
    everything.put("network", network.deciding());
    if (other != null) {
      everything.put("other", other.deciding());
    }
    everything.put("measurement", Map.of(measurement.getClass().getSimpleName(), measurement));
    return everything;
  }
}
