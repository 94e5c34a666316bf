package org.widemargin.mnist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.widemargin.audit.AuditSpec;
import org.widemargin.audit.NetworkScores;
import org.widemargin.audit.SampleScores;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.norm.Norm;
import org.widemargin.train.LossConfig;
import org.widemargin.train.Presets;
import org.widemargin.train.RunConfig;
import org.widemargin.train.Trainer;
import org.widemargin.train.TrainingData;

/**
 * Labels of MNIST's test set that people found wrong: those of Northcutt, Athalye, Mueller
 * ("Pervasive Label Errors in Test Sets Destabilize Machine Learning Benchmarks", 2021,
 * labelerrors.com) where at least three of five people chose the other label.
 */
class PublishedErrorsTest {
  /** By the test image's number: its label, and what people see. */
  private static final Map<Integer, List<Integer>> ERRORS =
      Map.ofEntries(
          Map.entry(947, List.of(8, 9)),
          Map.entry(1621, List.of(0, 6)),
          Map.entry(1901, List.of(9, 4)),
          Map.entry(2462, List.of(2, 0)),
          Map.entry(2597, List.of(5, 3)),
          Map.entry(3558, List.of(5, 0)),
          Map.entry(5937, List.of(5, 3)),
          Map.entry(6651, List.of(0, 6)),
          Map.entry(6783, List.of(1, 6)),
          Map.entry(9729, List.of(5, 6)));

  private static final int WORST = 500;

  /** A few seconds of training are enough; eight of the ten must show. */
  @Test
  void areAmongTheTwentiethThatLooksWorst() {
    RunConfig config =
        RunConfig.resolve(Presets.read("clean", LossConfig.Kind.CROSS_ENTROPY))
            .with("optimization.steps=300", "optimization.batch-size=64");
    TrainingData data = TrainingData.load(config);
    ERRORS.forEach(
        (image, labels) -> assertThat(data.test().label(image)).isEqualTo(labels.get(0)));
    try (Trainer trainer = new Trainer(config, data)) {
      for (int step = 0; step < 300; step++) {
        trainer.step();
      }
      SampleScores scores =
          NetworkScores.of(
              trainer.network(), data.test(), AuditSpec.of(Norm.L2, LayerChoice.parse("input"), 0));
      for (String score : List.of(SampleScores.GAP, SampleScores.linear("input"))) {
        List<Integer> worst = scores.ranked(score).subList(0, WORST);
        assertThat(ERRORS.keySet().stream().filter(worst::contains)).hasSizeGreaterThanOrEqualTo(8);
      }
    }
  }
}
