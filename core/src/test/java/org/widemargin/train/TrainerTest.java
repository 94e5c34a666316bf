package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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

  private static Trainer trainer(RunConfig config) {
    return new Trainer(config, TrainingData.split(TinyRuns.images(240, 100), config));
  }
}
