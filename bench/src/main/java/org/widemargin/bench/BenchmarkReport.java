package org.widemargin.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Benchmark} found. Times are medians over rounds in which all variants ran by turns.
 *
 * @param model the network's name
 * @param device what computed, with its name if it has one
 * @param batchSize samples per step
 * @param threads how many computed
 * @param rounds how often each variant ran
 * @param ratios of times by name, {@code a/b} is a's time over b's; {@code a/peak} is that step's
 *     arithmetic per second over that of the peak convolution in its precision, counting only
 *     convolutions and matrix products; {@code bf16/float32} is of the cross-entropy step
 * @param milliseconds per step
 * @param imagesPerSecond of each step
 * @param gigaflops additions and multiplications of products, in 1e9 per second
 * @param gigabytesPerSecond that a copy of a large tensor reads and writes, in 1e9 bytes
 * @param breakdown the parts of each training step, in milliseconds
 * @param memory the most bytes that a step needed beyond what was in use before; empty where the
 *     system cannot tell
 * @param memoryRatios of these
 */
public record BenchmarkReport(
    String model,
    String device,
    int batchSize,
    int threads,
    int rounds,
    Map<String, Double> ratios,
    Map<String, Double> milliseconds,
    Map<String, Double> imagesPerSecond,
    Map<String, Double> gigaflops,
    double gigabytesPerSecond,
    Map<String, Map<String, Double>> breakdown,
    Map<String, Long> memory,
    Map<String, Double> memoryRatios) {
  /** Copies the maps, their order kept. */
  public BenchmarkReport {
    ratios = copy(ratios);
    milliseconds = copy(milliseconds);
    imagesPerSecond = copy(imagesPerSecond);
    gigaflops = copy(gigaflops);
    breakdown = copy(breakdown);
    memory = copy(memory);
    memoryRatios = copy(memoryRatios);
  }

  /**
   * The report as tables for people.
   *
   * @return lines, the last one ended
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%s on %s, batches of %d, %s, medians of %d rounds",
        model,
        device,
        batchSize,
        threads == 1 ? "1 thread" : threads + " threads",
        rounds);
    line(text, "");
    line(text, "%-24s %10s %10s %10s %10s", "step", "ms", "images/s", "GFLOP/s", "MB");
    milliseconds.forEach(
        (name, time) ->
            line(
                text,
                "%-24s %10.2f %10s %10s %10s",
                name,
                time,
                cell("%.0f", imagesPerSecond.get(name)),
                cell("%.0f", gigaflops.get(name)),
                memory.containsKey(name) ? cell("%.0f", memory.get(name) / 1e6) : ""));
    line(text, "");
    line(text, "memory is read and written at %.0f GB/s by a copy", gigabytesPerSecond);
    section(text, "ratio", ratios);
    section(text, "ratio of memory", memoryRatios);
    breakdown.forEach((name, parts) -> section(text, "parts of " + name + ", ms", parts));
    return text.toString();
  }

  private static void section(StringBuilder text, String title, Map<String, Double> values) {
    line(text, "");
    line(text, "%s", title);
    values.forEach((name, value) -> line(text, "  %-32s %8.2f", name, value));
  }

  private static String cell(String format, @Nullable Double value) {
    return value == null ? "" : String.format(Locale.ROOT, format, value);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }

  private static <T> Map<String, T> copy(Map<String, T> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
