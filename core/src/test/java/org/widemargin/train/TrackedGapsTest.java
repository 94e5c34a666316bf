package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.data.BatchSampler;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.error.InputException;
import org.widemargin.evaluate.Decision;
import org.widemargin.network.InputBatch;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class TrackedGapsTest {
  private static final DataSource SOURCE = TinyRuns.images(100, 20);

  private static RunConfig config(String... overrides) {
    return TinyRuns.config("data.validation-size=20", "evaluation.track-samples=true")
        .with(overrides);
  }

  private static Trainer trainer(RunConfig config) {
    return new Trainer(config, TrainingData.split(SOURCE, config));
  }

  /** The gaps before each update, asked from a second training that keeps none. */
  @Test
  void isTheMeanGapOverTheStepsThatLearnedFromASample() {
    RunConfig config = config();
    Dataset train = TrainingData.split(SOURCE, config).train();
    BatchSampler sampler = new BatchSampler(config.seed(), train.size(), 16);
    double[] sums = new double[train.size()];
    int[] steps = new int[train.size()];
    try (Trainer tracking = trainer(config);
        Trainer plain = trainer(config("evaluation.track-samples=false"))) {
      for (int step = 0; step < 7; step++) {
        int[] batch = sampler.indices(step);
        double[] gaps = gaps(plain, train, batch);
        for (int i = 0; i < batch.length; i++) {
          sums[batch[i]] += gaps[i];
          steps[batch[i]]++;
        }
        plain.step();
        tracking.step();
      }
      assertThat(plain.tracked()).isEmpty();
      TrackedGaps tracked = tracking.tracked().orElseThrow();
      for (int sample = 0; sample < train.size(); sample++) {
        if (steps[sample] == 0) {
          assertThat(tracked.mean(sample)).isNaN();
        } else {
          assertThat(tracked.mean(sample)).isCloseTo(sums[sample] / steps[sample], within(1e-5));
        }
      }
      assertThat(IntStream.of(steps).max().orElseThrow()).isGreaterThan(1);
    }
  }

  private static double[] gaps(Trainer trainer, Dataset train, int[] batch) {
    try (Scope scope = Scope.open()) {
      Tensor input = InputBatch.samples(train, batch, trainer.network().device());
      Tensor labels = InputBatch.labels(train, batch, trainer.network().device());
      return Tensors.toDoubles(
          Decision.lead(Autograd.withoutGradient(() -> trainer.network().logits(input)), labels));
    }
  }

  @Test
  void aContinuedRunComesToTheSameBits() {
    RunConfig config = config();
    try (Trainer whole = trainer(config);
        Trainer first = trainer(config)) {
      for (int step = 0; step < 12; step++) {
        whole.step();
        if (step < 5) {
          first.step();
        }
      }
      Checkpoint kept = first.state().toCheckpoint();
      assertThat(kept.tracked()).containsOnlyKeys("gap-sums", "steps");
      try (Trainer continued = new Trainer(config, TrainingData.split(SOURCE, config), kept)) {
        for (int step = 5; step < 12; step++) {
          continued.step();
        }
        Map<String, float[]> expected = whole.tracked().orElseThrow().state();
        continued
            .tracked()
            .orElseThrow()
            .state()
            .forEach((name, values) -> assertThat(values).isEqualTo(expected.get(name)));
      }
    }
  }

  @Test
  void aRunThatBeganWithoutDoesNotGoOnWithIt() {
    RunConfig without = config("evaluation.track-samples=false");
    try (Trainer plain = trainer(without)) {
      plain.step();
      Checkpoint kept = plain.state().toCheckpoint();
      assertThat(kept.tracked()).isEmpty();
      assertThatThrownBy(() -> new Trainer(config(), TrainingData.split(SOURCE, config()), kept))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("track-samples");
      assertThatThrownBy(() -> TrackedGaps.of(kept.tracked(), 80))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("--track-samples");
    }
  }
}
