package org.widemargin.robustness;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.widemargin.attack.Attack;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.AttackRun;
import org.widemargin.attack.Fab;
import org.widemargin.attack.Fgsm;
import org.widemargin.attack.ProjectedGradientDescent;
import org.widemargin.attack.SampleOutcome;
import org.widemargin.attack.SampleOutcome.Status;
import org.widemargin.attack.Square;
import org.widemargin.attack.ThreatModel;
import org.widemargin.attack.UniformNoise;
import org.widemargin.attack.UntargetedLoss;
import org.widemargin.data.Dataset;
import org.widemargin.data.ValidRange;
import org.widemargin.evaluate.Classifier;
import org.widemargin.norm.Norm;

/**
 * Doubts a classifier's robustness by short attacks of its own, on few samples: signs of masked
 * gradients show there as well as in a long evaluation.
 *
 * @param threat the threat model of the evaluation, with an epsilon above 0
 * @param seed of all random numbers
 * @param batchSize how many samples at once
 * @param mostSamples how many samples to use at most; below 200, one sample alone can make the
 *     convergence check suspect
 */
public record HealthProbe(ThreatModel threat, long seed, int batchSize, int mostSamples) {
  /** Enough that one sample is not more than half a point. */
  public static final int DEFAULT_SAMPLES = 200;

  private static final int STEPS = 40;
  private static final int QUERIES = 300;
  private static final int NOISE_DRAWS = 10;

  /** Checks that there is something to probe. */
  public HealthProbe {
    require(
        threat.epsilon() > 0 && Double.isFinite(threat.epsilon()),
        "expected an epsilon above 0 to check an evaluation at, found %s",
        threat.epsilon());
    require(mostSamples >= 1, "expected at least 1 sample, found %d", mostSamples);
  }

  /**
   * Examines a classifier.
   *
   * @param classifier whom
   * @param dataset where the samples come from
   * @param samples which of them; the first ones that are classified right are used
   * @return the checks; none if no sample is classified right
   */
  public List<HealthCheck> examine(Classifier classifier, Dataset dataset, int[] samples) {
    int[] right = right(classifier, dataset, samples);
    List<HealthCheck> checks = new ArrayList<>();
    if (right.length == 0) {
      return checks;
    }
    checks.addAll(OutputChecks.of(classifier, dataset, right, batchSize));
    new Comparison(classifier, dataset, right, checks).compare();
    return checks;
  }

  private int[] right(Classifier classifier, Dataset dataset, int[] samples) {
    AttackResult clean = run(threat).clean(classifier, dataset, samples);
    return clean.outcomes().stream()
        .filter(SampleOutcome::robust)
        .mapToInt(SampleOutcome::sample)
        .limit(mostSamples)
        .toArray();
  }

  private AttackRun run(ThreatModel within) {
    return new AttackRun(within, seed, batchSize);
  }

  /** Compares attacks that ought to be ordered. */
  private final class Comparison {
    private final Classifier classifier;
    private final Dataset dataset;
    private final int[] samples;
    private final List<HealthCheck> checks;

    Comparison(Classifier classifier, Dataset dataset, int[] samples, List<HealthCheck> checks) {
      this.classifier = classifier;
      this.dataset = dataset;
      this.samples = samples;
      this.checks = checks;
    }

    void compare() {
      AttackResult crossEntropy = attack(pgd(UntargetedLoss.CROSS_ENTROPY, STEPS), threat);
      AttackResult margin = attack(pgd(UntargetedLoss.MARGIN, STEPS), threat);
      AttackResult longer = attack(pgd(UntargetedLoss.MARGIN, 2 * STEPS), threat);
      checks.add(HealthChecks.lossChoice(crossEntropy, margin));
      checks.add(HealthChecks.oneStepBetter(attack(new Fgsm(), threat), margin));
      checks.add(HealthChecks.noiseBetter(attack(new UniformNoise(NOISE_DRAWS), threat), margin));
      checks.add(gradientFree(crossEntropy, longer));
      checks.add(HealthChecks.notConverged(margin, longer));
      checks.add(largerEpsilon(margin));
      threat.range().ifPresent(range -> checks.add(unbounded(range)));
      checks.add(HealthChecks.silentSuccess(List.of(crossEntropy, margin, longer)));
    }

    private HealthCheck gradientFree(AttackResult crossEntropy, AttackResult margin) {
      int[] standing =
          IntStream.range(0, samples.length)
              .filter(i -> stands(crossEntropy, i) && stands(margin, i))
              .map(i -> samples[i])
              .toArray();
      int broken =
          standing.length == 0
              ? 0
              : run(threat)
                  .run(new Square(QUERIES), classifier, dataset, standing)
                  .count(Status.BROKEN);
      return HealthChecks.gradientFreeBetter(broken / (double) samples.length);
    }

    private HealthCheck largerEpsilon(AttackResult margin) {
      Attack attack = pgd(UntargetedLoss.MARGIN, STEPS);
      double half = attack(attack, threat.withEpsilon(threat.epsilon() / 2)).robustAccuracy();
      double twice = attack(attack, threat.withEpsilon(threat.epsilon() * 2)).robustAccuracy();
      return HealthChecks.largerEpsilon(List.of(half, margin.robustAccuracy(), twice));
    }

    private HealthCheck unbounded(ValidRange range) {
      double width = range.maximum() - range.minimum();
      double elements = dataset.sampleShape().elements();
      double everywhere = width * threat.norm().ofOnes((long) elements);
      Attack attack =
          threat.norm().equals(Norm.LINF) ? pgd(UntargetedLoss.MARGIN, STEPS) : Fab.untargeted();
      double accuracy = attack(attack, threat.withEpsilon(everywhere)).robustAccuracy();
      return HealthChecks.unbounded(accuracy, dataset.classes());
    }

    private AttackResult attack(Attack attack, ThreatModel within) {
      return run(within).run(attack, classifier, dataset, samples);
    }

    private ProjectedGradientDescent pgd(UntargetedLoss loss, int steps) {
      return new ProjectedGradientDescent("pgd", loss, 0.1, steps, 1, 0);
    }

    private boolean stands(AttackResult result, int position) {
      return result.outcomes().get(position).robust();
    }
  }
}
