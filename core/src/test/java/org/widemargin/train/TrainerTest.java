package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerTest {
  @Test
  void learnsAnEasyTask() {
    RunConfig config = TinyRuns.config("optimization.steps=60", "optimization.learning-rate=0.02");
    List<SplitMetrics> seen = new ArrayList<>();
    try (Trainer trainer = trainer(config)) {
      TrainingOutcome outcome =
          trainer.run(
              new TrainingListener() {
                @Override
                public void evaluated(List<SplitMetrics> metrics) {
                  seen.addAll(metrics);
                }
              },
              new StopRequest());
      assertThat(outcome.ending()).isEqualTo(TrainingOutcome.Ending.COMPLETED);
      assertThat(outcome.bestAccuracy()).isGreaterThan(0.9);
      assertThat(seen).hasSize(3 * 12);
    }
  }

  /** The parts of a loss are measured on all samples under the same names as in training. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loss.kind=gce | loss, gce",
        "loss.kind=cross-entropy | loss, cross-entropy",
        "loss.kind=hinge | loss, hinge, cross-entropy",
        "loss.kind=margin | loss, margin, cross-entropy"
      })
  void everyLossIsReportedByItsParts(String loss, String parts) {
    List<SplitMetrics> seen = new ArrayList<>();
    try (Trainer trainer = trainer(TinyRuns.config(loss, "optimization.steps=5"))) {
      trainer.run(
          new TrainingListener() {
            @Override
            public void evaluated(List<SplitMetrics> metrics) {
              seen.addAll(metrics);
            }
          },
          new StopRequest());
    }
    assertThat(seen)
        .hasSize(3)
        .allSatisfy(split -> assertThat(split.losses()).containsOnlyKeys(parts.split(", ")));
  }

  private static Trainer trainer(RunConfig config) {
    return new Trainer(config, TrainingData.split(TinyRuns.images(240, 100), config));
  }
}
