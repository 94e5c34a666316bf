package org.widemargin.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.AttackRun;
import org.widemargin.attack.BatchSize;
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
  private static final int TOP_FIVE = 5;

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
    return trial.measurement().match(new Taking(trial));
  }

  private final class Taking implements Measurement.Cases<Found> {
    private final Trial trial;
    private final RunConfig config;

    Taking(Trial trial) {
      this.trial = trial;
      this.config = trial.network();
    }

    @Override
    public Found accuracy(Measurement.Accuracy accuracy) {
      Dataset test = data.of(config).test();
      return Found.of(
          AccuracyMeter.measure(networks.folder(config), networks.device(), test, accuracy));
    }

    @Override
    public Found whiteBox(Measurement.WhiteBox whiteBox) {
      return robustness(meter -> meter.measure(whiteBox));
    }

    @Override
    public Found blackBox(Measurement.BlackBox blackBox) {
      return Found.of(
          transfer(
              other(),
              config,
              blackBox.attack(),
              blackBox.samples(),
              blackBox.epsilons(),
              blackBox.countsTopFive()));
    }

    @Override
    public Found attacker(Measurement.Attacker attacker) {
      return Found.of(
          transfer(
              config,
              other(),
              attacker.attack(),
              attacker.samples(),
              attacker.epsilons(),
              attacker.countsTopFive()));
    }

    @Override
    public Found worstCase(Measurement.WorstCase worstCase) {
      return robustness(meter -> meter.measure(worstCase));
    }

    @Override
    public Found gaussianNoise(Measurement.GaussianNoise noise) {
      return robustness(meter -> meter.measure(noise));
    }

    @Override
    public Found distanceEvolution(Measurement.DistanceEvolution distances) {
      return Found.of(distances(config));
    }

    @Override
    public Found plane(Measurement.Plane plane) {
      TrainingData parts = data.of(config);
      try (TrainedRun run = networks.load(config)) {
        PlaneMeter meter = new PlaneMeter(run.network(), parts.train(), parts.test());
        return new Found(meter.accuracies(), meter.arrays(plane));
      }
    }

    @Override
    public Found cost(Measurement.Cost cost) {
      return Found.of(StepTimer.measure(cost, config, other(), data, networks.device()));
    }

    private Found robustness(Function<RobustnessMeter, List<Value>> measurement) {
      Dataset test = data.of(config).test();
      try (TrainedRun run = networks.load(config)) {
        return Found.of(measurement.apply(new RobustnessMeter(run.network(), test, config.seed())));
      }
    }

    private RunConfig other() {
      return Objects.requireNonNull(trial.other(), "the other network's configuration");
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
      RunConfig source,
      RunConfig target,
      Transferred attack,
      int samples,
      List<Double> epsilons,
      boolean topFive) {
    Dataset test = data.of(source).test();
    int count = samples == 0 ? test.size() : Math.min(samples, test.size());
    String key = Identity.of(source) + attack + count + epsilons;
    Map<Double, AdversarialExamples> made =
        examples.computeIfAbsent(key, k -> make(source, test, count, attack, epsilons));
    List<Value> values = new ArrayList<>();
    try (TrainedRun run = networks.load(target)) {
      Classifier classifier = Classifier.of(run.network());
      int batch = BatchSize.fitting(run.network().spec());
      made.forEach(
          (epsilon, foreign) -> {
            double withstood = foreign.withstood(classifier, test, batch).fraction();
            values.add(new Value(Quantities.TRANSFER, epsilon, withstood));
            if (topFive) {
              double among = foreign.withstoodAmong(classifier, test, batch, TOP_FIVE).fraction();
              values.add(new Value(Quantities.topFive(Quantities.TRANSFER), epsilon, among));
            }
          });
    }
    return values;
  }

  private Map<Double, AdversarialExamples> make(
      RunConfig source, Dataset test, int count, Transferred attack, List<Double> epsilons) {
    Map<Double, AdversarialExamples> made = new LinkedHashMap<>();
    try (TrainedRun run = networks.load(source)) {
      Classifier classifier = Classifier.of(run.network());
      for (double epsilon : epsilons) {
        ThreatModel threat = new ThreatModel(Norm.LINF, epsilon, classifier.validRange(test));
        AttackResult result =
            new AttackRun(threat, source.seed(), BatchSize.fitting(run.network().spec()))
                .toTheEnd(attack.attack(), classifier, test, Batches.first(count));
        made.put(epsilon, AdversarialExamples.ofAll(test, List.of(result)));
      }
    }
    return made;
  }
}
