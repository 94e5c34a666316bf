package org.widemargin.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.widemargin.sweep.Median;
import org.widemargin.torch.Device;
import org.widemargin.torch.Devices;

/**
 * Where a step's time goes. On the processor operators run to their end before they return; other
 * devices are waited for, so that clocks can tell.
 */
final class Laps {
  private final Map<String, List<Double>> milliseconds = new LinkedHashMap<>();
  private final Device device;
  private long last;

  Laps(Device device) {
    this.device = device;
  }

  void start() {
    Devices.synchronize(device);
    last = System.nanoTime();
  }

  /** The time since the start or the last lap belongs to this part. */
  void lap(String part) {
    Devices.synchronize(device);
    long now = System.nanoTime();
    Objects.requireNonNull(milliseconds.computeIfAbsent(part, key -> new ArrayList<>()))
        .add((now - last) / 1e6);
    last = now;
  }

  /** Forgets those of the last run. */
  void forgetLast() {
    milliseconds.values().forEach(times -> times.remove(times.size() - 1));
  }

  /** Forgets all laps. */
  void clear() {
    milliseconds.clear();
  }

  Map<String, Double> medians() {
    Map<String, Double> medians = new LinkedHashMap<>();
    milliseconds.forEach((part, times) -> medians.put(part, Median.of(times)));
    return medians;
  }
}
