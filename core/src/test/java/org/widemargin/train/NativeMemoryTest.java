package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.torch.Scope;

/** No native object may outlive its step: a leak of one tensor a step ends a long run. */
class NativeMemoryTest {
  private static final int STEPS = 200;

  /** Past the first evaluation, which prepares forms of the weights that are then kept. */
  private static final int WARM_UP = 11;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loss.kind=cross-entropy",
        "loss.kind=gce",
        "loss.kind=hinge",
        "loss.label-smoothing=0.1",
        "loss.margin.gradient=constant",
        "loss.margin.gradient=exact",
        "loss.margin.gradient={boundary: {refinements: 2, cap: 0.5}}",
        "loss.margin.score=probabilities",
        "loss.margin.aggregation=sum",
        "loss.gamma-growth={start-fraction: 0.1, steps: 50}",
        "model.dropout=0.2",
        "optimization.average-weights=0.9",
        "optimization.clip-gradient-norm=0.1",
        "optimization.optimizer={adamw: {}}",
        "optimization.optimizer={rmsprop: {momentum: 0.5}}",
      })
  void theNumberOfNativeObjectsStaysFlat(String variation) {
    RunConfig config =
        TinyRuns.config(
                "optimization.steps=" + STEPS, "optimization.batch-size=4", "evaluation.every=10")
            .with(variation);
    assertFlat(config);
  }

  /** The separate pass for the margin, with batch normalisation and with dropout. */
  @ParameterizedTest
  @ValueSource(strings = {"constant", "{boundary: {refinements: 1}}"})
  void theNumberOfNativeObjectsStaysFlatWithTwoPasses(String gradient) {
    RunConfig config =
        TinyRuns.config(
            "optimization.steps=30",
            "optimization.batch-size=2",
            "evaluation.every=10",
            "evaluation.distance-samples=2",
            "evaluation.samples=2",
            "data.validation-size=2",
            "model={name: mnist-cnn-bn, dropout: 0.1}",
            "loss.margin.gradient=" + gradient);
    assertFlat(config);
  }

  private static void assertFlat(RunConfig config) {
    List<Long> counts = new ArrayList<>();
    TrainingListener counter =
        new TrainingListener() {
          @Override
          public void stepped(long step, double loss) {
            if (step >= WARM_UP) {
              counts.add(Scope.liveObjects());
            }
          }
        };
    TrainingData data = TrainingData.split(TinyRuns.images(120, 30), config);
    long before = Scope.liveObjects();
    try (Trainer trainer = new Trainer(config, data)) {
      trainer.run(counter, new StopRequest());
    }
    // Fewer is possible: what earlier tests left to the garbage collector may go meanwhile.
    assertThat(counts).isNotEmpty().allMatch(count -> count <= counts.get(0));
    assertThat(Scope.liveObjects()).isLessThanOrEqualTo(before);
  }
}
