package org.widemargin.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.widemargin.torch.Device;
import org.widemargin.train.RunConfig;
import org.widemargin.train.TrainingPrecision;

/**
 * A finished trial: one line of the results.
 *
 * @param trial its identity: {@link Trial#id(Basis)}, or {@link Trial#id()} without a basis
 * @param method the name of the method, for people
 * @param network how the network was trained
 * @param other how the other network was trained; absent for most
 * @param measurement what was measured
 * @param basis what the result rests on beside its configuration; absent in the oldest lines
 * @param failure why there are no values, such as a training that diverged; absent for most
 * @param values what was found
 * @param arrays longer lists of numbers by name, such as a grid of scores
 * @param origin where and when it ran: the only part that differs when a trial is repeated
 */
public record TrialResult(
    String trial,
    String method,
    RunConfig network,
    @Nullable RunConfig other,
    Measurement measurement,
    @Nullable Basis basis,
    @Nullable String failure,
    List<Value> values,
    Map<String, List<Double>> arrays,
    Origin origin) {
  /** Copies list and map. */
  public TrialResult {
    values = List.copyOf(values);
    Map<String, List<Double>> copy = new LinkedHashMap<>();
    arrays.forEach((name, numbers) -> copy.put(name, List.copyOf(numbers)));
    arrays = Collections.unmodifiableMap(copy);
  }

  static TrialResult defaults(
      String trial, String method, RunConfig network, Measurement measurement, Origin origin) {
    return new TrialResult(
        trial,
        method,
        network,
        /* other= */ null,
        measurement,
        /* basis= */ null,
        /* failure= */ null,
        /* values= */ List.of(),
        /* arrays= */ Map.of(),
        origin);
  }

  /**
   * The trial that this is the result of.
   *
   * @return as it was planned
   */
  public Trial asTrial() {
    return new Trial(method, network, other, measurement);
  }

  /** Whether it was measured by older versions than another. */
  boolean isOlderThan(TrialResult other) {
    return other.basis != null && (basis == null || basis.isOlderThan(other.basis));
  }

  /**
   * A number that was found.
   *
   * @param quantity what it is, such as {@code test-best}
   * @param at where on a curve: an epsilon, a deviation, a step; absent for a single number
   * @param value the number
   */
  public record Value(String quantity, @Nullable Double at, double value) {
    /**
     * A single number.
     *
     * @param quantity what it is
     * @param value the number
     * @return the value
     */
    public static Value of(String quantity, double value) {
      return new Value(quantity, null, value);
    }
  }

  /**
   * Where and when a trial ran.
   *
   * @param finished when, in UTC
   * @param seconds how long it took, the training of a shared network included only for the trial
   *     that trained it
   * @param version of this library
   * @param commit of its sources; absent if it is not known
   * @param libtorch the version of libtorch and its bindings
   * @param java the virtual machine
   * @param system the operating system
   * @param host the machine's name
   * @param processors how many processors it offers
   * @param vectorInstructions those that libtorch uses
   * @param precision what the trainings computed in on this machine; absent in the oldest lines
   * @param device what computed; absent in lines older than the choice, which the processor
   *     computed
   */
  public record Origin(
      String finished,
      double seconds,
      String version,
      @Nullable String commit,
      String libtorch,
      String java,
      String system,
      String host,
      int processors,
      String vectorInstructions,
      @Nullable TrainingPrecision precision,
      @Nullable String device) {
    /**
     * The same of a trial that took longer.
     *
     * @param more seconds
     * @return with the sum
     */
    public Origin after(double more) {
      return new Origin(
          finished,
          seconds + more,
          version,
          commit,
          libtorch,
          java,
          system,
          host,
          processors,
          vectorInstructions,
          precision,
          device);
    }

    /** What computed, as far back as lines go. */
    public String computedOn() {
      return device == null ? Device.CPU.toString() : device;
    }
  }

  /**
   * Looks a single number up.
   *
   * @param quantity what it is
   * @return empty if it was not measured
   */
  public OptionalDouble value(String quantity) {
    return values.stream()
        .filter(value -> value.quantity().equals(quantity) && value.at() == null)
        .mapToDouble(Value::value)
        .findFirst();
  }

  /**
   * Looks a curve up.
   *
   * @param quantity what it is
   * @return values by place, in the order measured; empty if it was not measured
   */
  public Map<Double, Double> curve(String quantity) {
    Map<Double, Double> curve = new LinkedHashMap<>();
    for (Value value : values) {
      if (value.quantity().equals(quantity) && value.at() != null) {
        curve.put(Objects.requireNonNull(value.at()), value.value());
      }
    }
    return curve;
  }
}
