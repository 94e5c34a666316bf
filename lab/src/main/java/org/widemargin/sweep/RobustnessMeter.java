package org.widemargin.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.widemargin.attack.Attack;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.AttackRun;
import org.widemargin.attack.Attacks;
import org.widemargin.attack.SampleOutcome;
import org.widemargin.attack.ThreatModel;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.norm.Norm;
import org.widemargin.study.Measurement;
import org.widemargin.study.Quantities;
import org.widemargin.study.TrialResult.Value;

/** Measures accuracy in noise and under attacks that see the network. */
final class RobustnessMeter {

  private final Classifier classifier;
  private final Dataset test;
  private final long seed;

  RobustnessMeter(Classifier classifier, Dataset test, long seed) {
    this.classifier = classifier;
    this.test = test;
    this.seed = seed;
  }

  List<Value> measure(Measurement.WhiteBox measurement) {
    int[] samples = first(measurement.samples());
    List<Value> values = new ArrayList<>();
    for (Attack attack : Attacks.named(measurement.attacks(), Norm.LINF)) {
      for (double epsilon : measurement.epsilons()) {
        AttackResult result = run(Norm.LINF, epsilon).run(attack, classifier, test, samples);
        values.add(new Value(attack.name(), epsilon, result.robustAccuracy()));
      }
    }
    return values;
  }

  List<Value> measure(Measurement.WorstCase measurement) {
    int[] samples = first(measurement.samples());
    AttackResult clean = run(measurement.norm(), 0).clean(classifier, test, samples);
    int[] standing = standing(clean);
    List<Value> values = new ArrayList<>();
    for (double epsilon : new TreeSet<>(measurement.epsilons())) {
      for (Attack attack : Attacks.named(measurement.attacks(), measurement.norm())) {
        if (standing.length > 0 && epsilon > 0) {
          standing =
              standing(run(measurement.norm(), epsilon).run(attack, classifier, test, standing));
        }
      }
      values.add(new Value(Quantities.ROBUST, epsilon, standing.length / (double) samples.length));
    }
    return values;
  }

  List<Value> measure(Measurement.GaussianNoise measurement) {
    int[] samples = first(measurement.samples());
    List<Value> values = new ArrayList<>();
    for (double deviation : measurement.deviations()) {
      double accuracy =
          new org.widemargin.evaluate.GaussianNoise(deviation, test.validRange(), seed)
              .accuracy(classifier, test, samples, AttackRun.DEFAULT_BATCH_SIZE)
              .fraction();
      values.add(new Value(Quantities.NOISE, deviation, accuracy));
    }
    return values;
  }

  private int[] first(int samples) {
    return Batches.first(samples == 0 ? test.size() : Math.min(samples, test.size()));
  }

  private AttackRun run(Norm norm, double epsilon) {
    return new AttackRun(
        new ThreatModel(norm, epsilon, test.validRange()), seed, AttackRun.DEFAULT_BATCH_SIZE);
  }

  private static int[] standing(AttackResult result) {
    return result.outcomes().stream()
        .filter(outcome -> outcome.status() == SampleOutcome.Status.STANDING)
        .mapToInt(SampleOutcome::sample)
        .toArray();
  }
}
