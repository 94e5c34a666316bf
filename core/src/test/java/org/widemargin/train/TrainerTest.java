package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.error.InputException;
import org.widemargin.torch.Tensors;

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

  @Test
  void aBatchThatNoMemoryHoldsIsRefusedBeforeAnythingIsMade() {
    // All samples at once, with 2 000 million numbers for each.
    String widths = String.join(",", Collections.nCopies(1000, "999999,1"));
    RunConfig config =
        TinyRuns.config("model.name='mlp:" + widths + "'", "optimization.batch-size=100000");
    assertThatThrownBy(() -> trainer(config))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected a batch-size that fits into the memory of")
        .hasMessageContaining("network 'mlp' keeps");
  }

  /** The parts of a loss are measured on all samples under the same names as in training. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loss.kind=gce | loss, gce",
        "loss.kind=cross-entropy | loss, cross-entropy",
        "loss.kind=hinge | loss, hinge, cross-entropy",
        "loss.kind=margin | loss, margin, cross-entropy",
        "loss.margin={norm: linf, gradient: certified} | loss, margin, cross-entropy, certified",
        "loss.margin.bound={radius: 0.1, weight: 0.5} | loss, margin, cross-entropy, bound, certified"
      })
  void everyLossIsReportedByItsParts(String loss, String parts) {
    assertThat(evaluations(TinyRuns.config(loss, "optimization.steps=5")))
        .hasSize(3)
        .allSatisfy(split -> assertThat(split.losses()).containsOnlyKeys(parts.split(", ")));
  }

  private static List<SplitMetrics> evaluations(RunConfig config) {
    List<SplitMetrics> seen = new ArrayList<>();
    try (Trainer trainer = trainer(config)) {
      trainer.run(
          new TrainingListener() {
            @Override
            public void evaluated(List<SplitMetrics> metrics) {
              seen.addAll(metrics);
            }
          },
          new StopRequest());
    }
    return seen;
  }

  /** On all samples as in training. */
  @Test
  void aBoundCountsByItsWeight() {
    List<SplitMetrics> seen =
        evaluations(
            TinyRuns.config(
                "loss.margin={bound: {radius: 0.1, weight: 0.5}, cross-entropy-weight: 2}",
                "optimization.steps=5"));
    for (SplitMetrics split : seen) {
      double margin = Objects.requireNonNull(split.losses().get("margin"));
      double bound = Objects.requireNonNull(split.losses().get("bound"));
      double entropy = Objects.requireNonNull(split.losses().get("cross-entropy"));
      assertThat(Objects.requireNonNull(split.losses().get("loss")))
          .as(split.split())
          .isCloseTo(margin + 0.5 * bound + 2 * entropy, within(1e-5 * (1 + bound)));
      assertThat(bound).isPositive();
    }
    assertThat(seen).hasSize(3);
  }

  @Test
  void singleStepsAreThoseOfARun() {
    RunConfig config = TinyRuns.config("model.dropout=0.2");
    List<Double> losses = new ArrayList<>();
    try (Trainer whole = trainer(config);
        Trainer single = trainer(config)) {
      whole.run(
          new TrainingListener() {
            @Override
            public void stepped(long step, double loss) {
              losses.add(loss);
            }
          },
          new StopRequest());
      for (double loss : losses) {
        assertThat(single.step()).isEqualTo(loss);
      }
      assertThat(single.state().step()).isEqualTo(20);
      single
          .network()
          .state()
          .forEach(
              (name, tensor) ->
                  assertThat(Tensors.toFloats(tensor))
                      .as(name)
                      .isEqualTo(
                          Tensors.toFloats(
                              Objects.requireNonNull(whole.network().state().get(name)))));
      assertThatThrownBy(single::step)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("all 20 steps are made");
    }
  }

  private static Trainer trainer(RunConfig config) {
    return new Trainer(config, TrainingData.split(TinyRuns.images(240, 100), config));
  }
}
