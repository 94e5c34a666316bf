package org.widemargin.cli.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.widemargin.bench.ClusterPlan;

/**
 * What a training would take on clusters, for people and programs.
 *
 * @param network what would be trained
 * @param samplesPerWorker in each step
 * @param stepSeconds of one worker alone
 * @param gradientBytes what is averaged after each step
 * @param latencyMilliseconds of the network between the machines
 * @param lines one for each bandwidth and number of workers
 */
public record PlanText(
    String network,
    int samplesPerWorker,
    double stepSeconds,
    long gradientBytes,
    double latencyMilliseconds,
    List<Line> lines) {
  private static final MathContext DIGITS = new MathContext(3);
  private static final double MEGABYTE = 1e6;
  private static final double PERCENT = 100;

  /** Copies the list. */
  public PlanText {
    lines = List.copyOf(lines);
  }

  /**
   * A cluster.
   *
   * @param gigabits a second between its machines
   * @param workers how many
   * @param samplesPerSecond of all of them
   * @param efficiency the share of the time in which they compute
   * @param exchangeSeconds in each step
   * @param seconds of the whole training; null where nobody said how long it is
   */
  public record Line(
      double gigabits,
      int workers,
      double samplesPerSecond,
      double efficiency,
      double exchangeSeconds,
      @Nullable Double seconds) {}

  /**
   * Computes all lines.
   *
   * @param network what would be trained
   * @param plans one for each bandwidth, at least one
   * @param workers the numbers of workers
   * @param samples how many the training sees in all; empty if that was not said
   */
  public static PlanText of(
      String network, List<ClusterPlan> plans, List<Integer> workers, OptionalLong samples) {
    List<Line> lines = new ArrayList<>();
    for (ClusterPlan plan : plans) {
      for (int count : workers) {
        double speed = plan.samplesPerSecond(count);
        lines.add(
            new Line(
                plan.gigabits(),
                count,
                speed,
                plan.efficiency(count),
                plan.exchangeSeconds(count),
                samples.isPresent() ? samples.getAsLong() / speed : null));
      }
    }
    ClusterPlan first = plans.get(0);
    return new PlanText(
        network,
        first.samplesPerWorker(),
        first.stepSeconds(),
        first.gradientBytes(),
        first.latencyMilliseconds(),
        lines);
  }

  /** The table for people, and what it rests on. */
  public String text() {
    TextTable table =
        new TextTable(0, "Gbit/s", "workers", "samples/s", "computing", "exchange", "in all");
    for (Line line : lines) {
      table.row(
          number(line.gigabits()),
          Integer.toString(line.workers()),
          number(line.samplesPerSecond()),
          String.format(Locale.ROOT, "%.0f %%", PERCENT * line.efficiency()),
          number(line.exchangeSeconds()) + " s",
          line.seconds() == null ? "-" : Durations.text(line.seconds()));
    }
    return table.text()
        + String.format(
            Locale.ROOT,
            "%n%s: %d samples in %s s for each worker alone, then %.1f MB of gradients around a ring of"
                + " all, %s ms a message; computed, not measured",
            network,
            samplesPerWorker,
            number(stepSeconds),
            gradientBytes / MEGABYTE,
            number(latencyMilliseconds));
  }

  /** Three digits that count, and all of a whole number. */
  private static String number(double value) {
    return value >= PERCENT
        ? String.format(Locale.ROOT, "%.0f", value)
        : new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }
}
