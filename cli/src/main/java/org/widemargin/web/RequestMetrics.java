package org.widemargin.web;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * Counts requests and their times, and tells them in the text format of Prometheus, version 0.0.4.
 */
public final class RequestMetrics {
  /** The type of that format. */
  public static final String TYPE = "text/plain;version=0.0.4";

  private static final double[] BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
  };
  private static final double NANO = 1e-9;

  private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
  private final Map<String, Histogram> seconds = new ConcurrentSkipListMap<>();
  private final Map<String, Gauge> gauges = new TreeMap<>();

  private record Gauge(String help, DoubleSupplier value) {}

  /** How many took how long. */
  private static final class Histogram {
    private final AtomicLongArray buckets = new AtomicLongArray(BOUNDS.length + 1);
    private final AtomicLong nanos = new AtomicLong();

    void add(long taken) {
      int bucket = 0;
      while (bucket < BOUNDS.length && taken * NANO > BOUNDS[bucket]) {
        bucket++;
      }
      buckets.incrementAndGet(bucket);
      nanos.addAndGet(taken);
    }

    void write(StringBuilder text, String path) {
      long below = 0;
      for (int i = 0; i <= BOUNDS.length; i++) {
        below += buckets.get(i);
        String bound = i == BOUNDS.length ? "+Inf" : String.valueOf(BOUNDS[i]);
        line(text, "_seconds_bucket{path=\"" + path + "\",le=\"" + bound + "\"}", (double) below);
      }
      line(text, "_seconds_sum{path=\"" + path + "\"}", nanos.get() * NANO);
      line(text, "_seconds_count{path=\"" + path + "\"}", (double) below);
    }
  }

  /** Adds a figure that is asked for when the metrics are; before the server starts. */
  public void gauge(String name, String help, DoubleSupplier value) {
    gauges.put(name, new Gauge(help, value));
  }

  /** Counts a request; the path is one that the server has, not whatever somebody asked for. */
  void answered(String path, int status, long nanos) {
    requests
        .computeIfAbsent(
            "{path=\"" + escaped(path) + "\",status=\"" + status + "\"}", key -> new LongAdder())
        .increment();
    seconds.computeIfAbsent(escaped(path), key -> new Histogram()).add(nanos);
  }

  /** The text. */
  public String text() {
    StringBuilder text = new StringBuilder();
    head(text, "widemargin_requests_total", "counter", "Requests answered, by path and status.");
    requests.forEach((labels, count) -> line(text, "s_total" + labels, (double) count.sum()));
    head(
        text,
        "widemargin_request_seconds",
        "histogram",
        "From the head of a request to its answer.");
    seconds.forEach((path, histogram) -> histogram.write(text, path));
    gauges.forEach(
        (name, gauge) -> {
          head(text, name, "gauge", gauge.help());
          text.append(name).append(' ').append(number(gauge.value().getAsDouble())).append('\n');
        });
    return text.toString();
  }

  private static void head(StringBuilder text, String name, String kind, String help) {
    text.append("# HELP " + name + " " + help + "\n# TYPE " + name + " " + kind + "\n");
  }

  private static void line(StringBuilder text, String rest, double value) {
    text.append("widemargin_request" + rest + " " + number(value) + "\n");
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.valueOf(value);
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
