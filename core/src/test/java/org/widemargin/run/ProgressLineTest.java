package org.widemargin.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.widemargin.train.SplitMetrics;
import org.widemargin.train.StepTimes;

class ProgressLineTest {
  private static final List<SplitMetrics> EVALUATION =
      List.of(
          new SplitMetrics(50, "train", 0.875, null, Map.of("loss", 0.5), Map.of(), Map.of()),
          new SplitMetrics(50, "test", 0.9, null, Map.of(), Map.of(), Map.of()));

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong(1);

  private String after(boolean terminal, int steps) {
    ProgressLine line = progress(terminal);
    for (int step = 1; step <= steps; step++) {
      line.stepped(step, 0.25);
      nanos.addAndGet(100_000_000L);
    }
    line.evaluated(EVALUATION);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void offATerminalThereIsOneLinePerEvaluation() {
    assertThat(after(false, 50).lines())
        .containsExactly(
            "step 50/100  9.8 steps/s  0:05 left  loss 0.5000  train 87.50 %  test 90.00 %");
  }

  @Test
  void evaluationsTellHowLongStepsWaitedForData() {
    ProgressLine line =
        new ProgressLine(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 100);
    line.timed(new StepTimes(10, 4, 0.05));
    line.evaluated(EVALUATION);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .endsWith("test 90.00 %  waited for data 1.3 %" + System.lineSeparator());
  }

  @Test
  void ofManyClassesTheFiveFirstAreTold() {
    new ProgressLine(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 100)
        .evaluated(List.of(new SplitMetrics(50, "test", 0.5, 0.875, Map.of(), Map.of(), Map.of())));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("  test 50.00 % (top 5 87.50 %)" + System.lineSeparator());
  }

  @Test
  void onATerminalTheLineRewritesItselfAtMostFiveTimesASecond() {
    String shown = after(true, 50);
    assertThat(shown.chars().filter(c -> c == '\n').count()).isEqualTo(1);
    assertThat(shown.chars().filter(c -> c == '\r').count()).isBetween(20L, 27L);
    assertThat(shown).contains("\rstep 49/100  10.0 steps/s  0:05 left  loss 0.2500");
  }

  @Test
  void anEvaluationThatTakesLongIsToldOfEveryHalfMinute() {
    ProgressLine line = progress(false);
    line.stepped(50, 0.25);
    for (int batch = 1; batch <= 10; batch++) {
      nanos.addAndGet(10_000_000_000L);
      line.measured(250L * batch, 2500);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "step 50/100  measured 750 of 2500 samples",
            "step 50/100  measured 1500 of 2500 samples",
            "step 50/100  measured 2250 of 2500 samples");
  }

  @Test
  void onATerminalTheLineShowsHowFarAnEvaluationHasCome() {
    ProgressLine line = progress(true);
    line.stepped(50, 0.25);
    nanos.addAndGet(300_000_000L);
    line.measured(250, 2500);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("\rstep 50/100  measured 250 of 2500 samples");
  }

  private ProgressLine progress(boolean terminal) {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new ProgressLine(out, terminal, 100, nanos::get);
  }
}
