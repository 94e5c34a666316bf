package org.widemargin.run;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.widemargin.train.SplitMetrics;
import org.widemargin.train.StepTimes;
import org.widemargin.train.TrainingListener;

/**
 * Tells people how a run goes: on a terminal one line that rewrites itself a few times a second,
 * anywhere else a line for each evaluation, and one now and then while an evaluation takes long.
 */
public final class ProgressLine implements TrainingListener {
  private static final long REWRITE_NANOS = 200_000_000L;
  private static final long LONG_NANOS = 30_000_000_000L;

  private final PrintStream out;
  private final boolean terminal;
  private final long steps;
  private final LongSupplier clock;
  private long startNanos = -1;
  private long startStep;
  private long lastShownNanos;
  private long lastStep;
  private long lastSteppedNanos;
  private int shownLength;
  private StepTimes times = StepTimes.NONE;

  /**
   * Tells on a stream.
   *
   * @param out usually standard error
   * @param terminal whether it is a terminal, where a line can be rewritten
   * @param steps the run's length
   */
  public ProgressLine(PrintStream out, boolean terminal, long steps) {
    this(out, terminal, steps, System::nanoTime);
  }

  ProgressLine(PrintStream out, boolean terminal, long steps, LongSupplier clock) {
    this.out = out;
    this.terminal = terminal;
    this.steps = steps;
    this.clock = clock;
  }

  @Override
  public void stepped(long step, double loss) {
    long now = clock.getAsLong();
    lastStep = step;
    lastSteppedNanos = now;
    if (startNanos < 0) {
      // The first step is not timed: it warms up.
      startNanos = now;
      startStep = step;
    }
    if (terminal && (now - lastShownNanos >= REWRITE_NANOS || step == steps)) {
      lastShownNanos = now;
      rewrite(String.format(Locale.ROOT, "%s  loss %.4g", position(step, now), loss));
    }
  }

  @Override
  public void measured(long done, long total) {
    long now = clock.getAsLong();
    String line =
        String.format(
            Locale.ROOT, "step %d/%d  measured %d of %d samples", lastStep, steps, done, total);
    if (terminal && now - lastShownNanos >= REWRITE_NANOS) {
      lastShownNanos = now;
      rewrite(line);
    } else if (!terminal && now - Math.max(lastShownNanos, lastSteppedNanos) >= LONG_NANOS) {
      lastShownNanos = now;
      out.println(line);
      out.flush();
    }
  }

  @Override
  public void timed(StepTimes since) {
    times = since;
  }

  @Override
  public void evaluated(List<SplitMetrics> metrics) {
    StringBuilder line = new StringBuilder();
    for (SplitMetrics split : metrics) {
      if (split.split().equals(SplitMetrics.TRAIN)) {
        line.append(position(split.step(), clock.getAsLong()));
        double loss = split.losses().getOrDefault("loss", Double.NaN);
        line.append(String.format(Locale.ROOT, "  loss %.4g", loss));
      }
      line.append(
          String.format(Locale.ROOT, "  %s %.2f %%", split.split(), 100 * split.accuracy()));
      if (split.top5Accuracy() != null) {
        line.append(String.format(Locale.ROOT, " (top 5 %.2f %%)", 100 * split.top5Accuracy()));
      }
    }
    if (times.steps() > 0) {
      line.append(String.format(Locale.ROOT, "  waited for data %.1f %%", 100 * times.dataShare()));
    }
    rewrite(line.toString());
    out.println();
    shownLength = 0;
  }

  private String position(long step, long now) {
    double seconds = (double) (now - startNanos) * 1e-9;
    double rate = (double) (step - startStep) / seconds;
    String text = String.format(Locale.ROOT, "step %d/%d", step, steps);
    return rate > 0 && Double.isFinite(rate)
        ? text
            + String.format(
                Locale.ROOT,
                "  %.1f steps/s  %s left",
                rate,
                duration((double) (steps - step) / rate))
        : text;
  }

  private void rewrite(String line) {
    if (terminal) {
      out.print('\r');
    }
    out.print(line);
    if (terminal && line.length() < shownLength) {
      out.print(" ".repeat(shownLength - line.length()));
    }
    shownLength = line.length();
    out.flush();
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole >= 3600
        ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
