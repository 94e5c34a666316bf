package org.widemargin.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.widemargin.attack.Attack;
import org.widemargin.attack.Attacks;
import org.widemargin.attack.SampleOutcome.Status;
import org.widemargin.attack.Square;
import org.widemargin.attack.ThreatModel;
import org.widemargin.certify.Ball;
import org.widemargin.certify.Certificate;
import org.widemargin.certify.Certification;
import org.widemargin.certify.Method;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.data.ValidRange;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.network.Network;
import org.widemargin.norm.Norm;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TinyRuns;
import org.widemargin.train.Trainer;
import org.widemargin.train.TrainingData;
import org.widemargin.train.TrainingListener;

/** What is proved is never broken, by the attacks that break other samples of the same network. */
class CertifiedUnderAttackTest {
  private static final int BATCH = 500;

  @Test
  void noneOfThousandsIsBroken() {
    List<Attack> attacks = new ArrayList<>(Attacks.named(List.of("apgd-ce", "apgd-t"), Norm.LINF));
    attacks.add(new Square(300));
    assertNoneIsBroken("mlp:24", 3000, 0.1, attacks);
  }

  @Test
  @Tag("slow")
  void noneIsBrokenByTheWholeOfAutoAttack() {
    assertNoneIsBroken("mlp:64,64", 5000, 0.1, Attacks.named(List.of("autoattack"), Norm.LINF));
  }

  private static void assertNoneIsBroken(
      String model, int samples, double epsilon, List<Attack> attacks) {
    RunConfig config =
        TinyRuns.config(
            "model.name='" + model + "'",
            "loss.margin={norm: linf, top-k: 0, clip: .inf, gradient: {certified: {radius: "
                + epsilon
                + "}}}",
            "loss.radius-growth={warm-up-steps: 20, steps: 100}",
            "optimization.steps=200",
            "optimization.learning-rate=0.01",
            "evaluation.every=100");
    DataSource images = TinyRuns.images(500, samples);
    try (Trainer trainer = new Trainer(config, TrainingData.split(images, config))) {
      trainer.run(new TrainingListener() {}, new StopRequest());
      assertNoneIsBroken(
          trainer.network(), images.test(), epsilon, attacks, Batches.first(samples));
    }
  }

  private static void assertNoneIsBroken(
      Network network, Dataset test, double epsilon, List<Attack> attacks, int[] samples) {
    SuiteState state =
        new AttackSuite(attacks, ThreatModel.onPixels(Norm.LINF, epsilon), 5, BATCH)
            .run(Classifier.of(network), test, samples, (reached, examples) -> {});
    Ball ball = new Ball(Norm.LINF, ValidRange.UNIT);
    for (Method method : List.of(Method.INTERVAL, Method.BACKWARD)) {
      List<Certificate> certificates =
          new Certification(ball, method, epsilon, 0, BATCH).of(network, test, samples, done -> {});
      int proved = 0;
      int broken = 0;
      for (int i = 0; i < samples.length; i++) {
        Status status = state.verdicts().get(i).status();
        broken += status == Status.BROKEN ? 1 : 0;
        if (certificates.get(i).verified()) {
          proved++;
          assertThat(status).as("%s, sample %d", method, i).isEqualTo(Status.STANDING);
        }
      }
      // Else there was nothing to break, or nothing to prove.
      assertThat(proved).isGreaterThan(samples.length / 4);
      assertThat(broken).isGreaterThan(10);
    }
  }
}
