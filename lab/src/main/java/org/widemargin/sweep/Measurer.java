package org.widemargin.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.AttackRun;
import org.widemargin.attack.ThreatModel;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.norm.Norm;
import org.widemargin.robustness.AdversarialExamples;
import org.widemargin.run.MetricsFile;
import org.widemargin.run.TrainedRun;
import org.widemargin.study.Identity;
import org.widemargin.study.Measurement;
import org.widemargin.study.Measurement.Transferred;
import org.widemargin.study.Quantities;
import org.widemargin.study.Trial;
import org.widemargin.study.TrialResult.Value;
import org.widemargin.train.RunConfig;
import org.widemargin.train.TrainingData;

/** Takes the measurement of a trial whose networks are trained. */
final class Measurer {
  private static final int MOST_EXAMPLES = 4;

  private final NetworkStore networks;
  private final DataCache data;

  /** Examples by epsilon, used lately: trials of one seed share those of their source. */
  private final Map<String, Map<Double, AdversarialExamples>> examples =
      new LinkedHashMap<>(MOST_EXAMPLES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<String, Map<Double, AdversarialExamples>> eldest) {
          return size() > MOST_EXAMPLES;
        }
      };

  Measurer(NetworkStore networks, DataCache data) {
    this.networks = networks;
    this.data = data;
  }

  /** What a measurement gives. */
  record Found(List<Value> values, Map<String, List<Double>> arrays) {
    static Found of(List<Value> values) {
      return new Found(values, Map.of());
    }
  }

  Found measure(Trial trial) {
    Measurement measurement = trial.measurement();
    RunConfig config = trial.network();
    if (measurement instanceof Measurement.Accuracy accuracy) {
      Dataset test = data.of(config).test();
      return Found.of(AccuracyMeter.measure(networks.folder(config), test, accuracy.samples()));
    } else if (measurement instanceof Measurement.DistanceEvolution) {
      return Found.of(distances(config));
    } else if (measurement instanceof Measurement.Cost cost) {
      return Found.of(StepTimer.measure(cost, config, other(trial), data));
    } else if (measurement instanceof Measurement.BlackBox blackBox) {
      return Found.of(
          transfer(
              other(trial), config, blackBox.attack(), blackBox.samples(), blackBox.epsilons()));
    } else if (measurement instanceof Measurement.Attacker attacker) {
      return Found.of(
          transfer(
              config, other(trial), attacker.attack(), attacker.samples(), attacker.epsilons()));
    }
    return measureResult(measurement, config);
  }

  private static RunConfig other(Trial trial) {
    return Objects.requireNonNull(trial.other(), "the other network's configuration");
  }

  /** Measurements of the network that is the run's result. */
  private Found measureResult(Measurement measurement, RunConfig config) {
    TrainingData parts = data.of(config);
    try (TrainedRun run = TrainedRun.load(networks.folder(config).path())) {
      RobustnessMeter meter =
          new RobustnessMeter(Classifier.of(run.network()), parts.test(), config.seed());
      if (measurement instanceof Measurement.WhiteBox whiteBox) {
        return Found.of(meter.measure(whiteBox));
      } else if (measurement instanceof Measurement.WorstCase worstCase) {
        return Found.of(meter.measure(worstCase));
      } else if (measurement instanceof Measurement.GaussianNoise noise) {
        return Found.of(meter.measure(noise));
      } else if (measurement instanceof Measurement.Plane plane) {
        PlaneMeter inPlane = new PlaneMeter(run.network(), parts.train(), parts.test());
        return new Found(inPlane.accuracies(), inPlane.arrays(plane));
      }
      throw new AssertionError("a sealed type has no other case: " + measurement);
    }
  }

  private List<Value> distances(RunConfig config) {
    List<Value> values = new ArrayList<>();
    for (MetricsFile.Line line : MetricsFile.read(networks.folder(config).metrics())) {
      line.distance()
          .forEach(
              (layer, distance) ->
                  values.add(
                      new Value(
                          Quantities.distance(line.split(), layer),
                          (double) line.step(),
                          distance)));
    }
    return values;
  }

  private List<Value> transfer(
      RunConfig source, RunConfig target, Transferred attack, int samples, List<Double> epsilons) {
    Dataset test = data.of(source).test();
    int count = samples == 0 ? test.size() : Math.min(samples, test.size());
    String key = Identity.of(source) + attack + count + epsilons;
    Map<Double, AdversarialExamples> made =
        examples.computeIfAbsent(key, k -> make(source, test, count, attack, epsilons));
    List<Value> values = new ArrayList<>();
    try (TrainedRun run = TrainedRun.load(networks.folder(target).path())) {
      Classifier classifier = Classifier.of(run.network());
      made.forEach(
          (epsilon, foreign) ->
              values.add(
                  new Value(
                      Quantities.TRANSFER,
                      epsilon,
                      foreign
                          .withstood(classifier, test, AttackRun.DEFAULT_BATCH_SIZE)
                          .fraction())));
    }
    return values;
  }

  private Map<Double, AdversarialExamples> make(
      RunConfig source, Dataset test, int count, Transferred attack, List<Double> epsilons) {
    Map<Double, AdversarialExamples> made = new LinkedHashMap<>();
    try (TrainedRun run = TrainedRun.load(networks.folder(source).path())) {
      Classifier classifier = Classifier.of(run.network());
      for (double epsilon : epsilons) {
        ThreatModel threat = new ThreatModel(Norm.LINF, epsilon, test.validRange());
        AttackResult result =
            new AttackRun(threat, source.seed(), AttackRun.DEFAULT_BATCH_SIZE)
                .toTheEnd(attack.attack(), classifier, test, Batches.first(count));
        made.put(epsilon, AdversarialExamples.ofAll(test, List.of(result)));
      }
    }
    return made;
  }
}
