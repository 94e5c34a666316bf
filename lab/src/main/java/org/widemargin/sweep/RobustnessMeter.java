package org.widemargin.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.widemargin.attack.Attack;
import org.widemargin.attack.AttackRun;
import org.widemargin.attack.Attacks;
import org.widemargin.attack.BatchSize;
import org.widemargin.attack.ThreatModel;
import org.widemargin.data.Dataset;
import org.widemargin.data.ValidRange;
import org.widemargin.error.InputException;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.evaluate.NoiseEvaluation;
import org.widemargin.network.Network;
import org.widemargin.norm.Norm;
import org.widemargin.robustness.AccuracyCurve;
import org.widemargin.robustness.AttackSuite;
import org.widemargin.study.Measurement;
import org.widemargin.study.Quantities;
import org.widemargin.study.TrialResult.Value;

/** Measures accuracy in noise and under attacks that see the network. */
final class RobustnessMeter {
  private final Classifier classifier;
  private final Dataset test;
  private final Optional<ValidRange> range;
  private final long seed;
  private final int batchSize;

  RobustnessMeter(Network network, Dataset test, long seed) {
    this.classifier = Classifier.of(network);
    this.test = test;
    this.range = classifier.validRange(test);
    this.seed = seed;
    this.batchSize = BatchSize.fitting(network.spec());
  }

  List<Value> measure(Measurement.WhiteBox measurement) {
    int[] samples = first(measurement.samples());
    List<Value> values = new ArrayList<>();
    for (Attack attack : Attacks.named(measurement.attacks(), Norm.LINF)) {
      for (double epsilon : measurement.epsilons()) {
        ThreatModel threat = new ThreatModel(Norm.LINF, epsilon, range);
        double robust =
            new AttackRun(threat, seed, batchSize)
                .run(attack, classifier, test, samples)
                .robustAccuracy();
        values.add(new Value(attack.name(), epsilon, robust));
        if (measurement.countsTopFive()) {
          double topFive =
              new AttackRun(threat, seed, batchSize)
                  .toTheEnd(attack, classifier, test, samples)
                  .topFiveAccuracy()
                  .orElseThrow(() -> noTopFive(attack));
          values.add(new Value(Quantities.topFive(attack.name()), epsilon, topFive));
        }
      }
    }
    return values;
  }

  private static InputException noTopFive(Attack attack) {
    return new InputException(
        "white-box: expected attacks that move every sample where the five first are counted, found"
            + " "
            + attack.name()
            + ", which leaves samples that are misclassified");
  }

  List<Value> measure(Measurement.WorstCase measurement) {
    int[] samples = first(measurement.samples());
    AttackSuite suite =
        new AttackSuite(
            Attacks.named(measurement.attacks(), measurement.norm()),
            new ThreatModel(measurement.norm(), 0, range),
            seed,
            batchSize);
    AccuracyCurve curve =
        AccuracyCurve.ofBalls(suite, measurement.epsilons(), classifier, test, samples);
    List<Value> values = new ArrayList<>();
    for (double epsilon : new TreeSet<>(measurement.epsilons())) {
      values.add(new Value(Quantities.ROBUST, epsilon, curve.at(epsilon)));
    }
    return values;
  }

  List<Value> measure(Measurement.GaussianNoise measurement) {
    int[] samples = first(measurement.samples());
    List<Value> values = new ArrayList<>();
    for (double deviation : measurement.deviations()) {
      double accuracy =
          new NoiseEvaluation(deviation, range, seed)
              .accuracy(classifier, test, samples, batchSize)
              .fraction();
      values.add(new Value(Quantities.NOISE, deviation, accuracy));
    }
    return values;
  }

  private int[] first(int samples) {
    return Batches.first(samples == 0 ? test.size() : Math.min(samples, test.size()));
  }
}
