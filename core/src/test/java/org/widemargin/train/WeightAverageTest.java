package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.loss.CrossEntropy;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.ParameterSpec;
import org.widemargin.run.RunFolder;
import org.widemargin.run.TrainedRun;
import org.widemargin.run.TrainingRun;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** The moving average, by itself and as what a training measures and keeps. */
class WeightAverageTest {
  private static final double DECAY = 0.4;
  private static final String[] BATCH_NORM = {
    "model.name=mnist-cnn-bn",
    "loss.kind=gce",
    "optimization.steps=12",
    "optimization.batch-size=8",
    "data.validation-size=20",
    "evaluation.every=1",
    "evaluation.samples=20",
    "evaluation.distance-samples=0"
  };

  @TempDir private Path folder;

  private static TrainingData data(RunConfig config) {
    return TrainingData.split(TinyRuns.images(240, 60), config);
  }

  private static RunConfig averaged() {
    return TinyRuns.config(BATCH_NORM).with("optimization.average-weights=" + DECAY);
  }

  @Test
  void theDecayGrowsToItsLimit() {
    assertThat(WeightAverage.decay(0.999, 1)).isEqualTo(2.0 / 11);
    assertThat(WeightAverage.decay(0.999, 90)).isEqualTo(0.91);
    assertThat(WeightAverage.decay(0.5, 7)).isEqualTo(8.0 / 17);
    assertThat(WeightAverage.decay(0.5, 8)).isEqualTo(0.5);
    assertThat(WeightAverage.decay(0.5, 1_000_000)).isEqualTo(0.5);
  }

  /** Each network counts by its own weight times all later decays. In float64, to rounding. */
  @Test
  void isTheWeightedMeanOfAllThereWere() {
    NetworkSpec spec = Architectures.mlp(InputSpec.features(2), List.of(3), 2, 0);
    int updates = 40;
    List<Map<String, double[]>> all = new ArrayList<>();
    for (int update = 0; update <= updates; update++) {
      all.add(values(spec, update));
    }
    double[] weights = new double[updates + 1];
    double later = 1;
    for (int update = updates; update > 0; update--) {
      double decay = Math.min(DECAY, (1.0 + update) / (10.0 + update));
      weights[update] = later * (1 - decay);
      later *= decay;
    }
    weights[0] = later;

    try (WeightAverage average =
        new WeightAverage(DECAY, Network.ofDoubles(spec, all.get(0), Device.CPU))) {
      for (int update = 1; update <= updates; update++) {
        try (Scope scope = Scope.open();
            Network network = Network.ofDoubles(spec, all.get(update), Device.CPU)) {
          average.add(network, update);
        }
      }
      for (String name : all.get(0).keySet()) {
        double[] expected = new double[of(all.get(0), name).length];
        for (int update = 0; update <= updates; update++) {
          for (int i = 0; i < expected.length; i++) {
            expected[i] += weights[update] * of(all.get(update), name)[i];
          }
        }
        assertThat(Tensors.toDoubles(average.network().tensor(name)))
            .as(name)
            .containsExactly(expected, within(1e-14));
      }
    }
  }

  /** Numbers up to 1. */
  private static Map<String, double[]> values(NetworkSpec spec, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, double[]> values = new LinkedHashMap<>();
    for (ParameterSpec parameter : spec.plan().parameters()) {
      double[] elements = new double[parameter.count()];
      Arrays.setAll(elements, i -> random.nextDouble(-1, 1));
      values.put(parameter.name(), elements);
    }
    return values;
  }

  private static double[] of(Map<String, double[]> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  @Test
  void aNetworkThatStandsStillIsItsOwnAverageToTheLastBit() {
    NetworkSpec spec = Architectures.mlp(InputSpec.features(2), List.of(3), 2, 0);
    try (Scope scope = Scope.open();
        Network network = Network.initialise(spec, 4, Device.CPU);
        WeightAverage average = new WeightAverage(0.999, Network.initialise(spec, 4, Device.CPU))) {
      for (int update = 1; update <= 100; update++) {
        average.add(network, update);
      }
      assertThat(floats(average.network().state())).isEqualTo(floats(network.state()));
    }
  }

  /** Buffers are equal if their elements are. */
  private static Map<String, FloatBuffer> floats(Map<String, Tensor> tensors) {
    Map<String, FloatBuffer> floats = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> floats.put(name, FloatBuffer.wrap(Tensors.toFloats(tensor))));
    return floats;
  }

  /**
   * A training's average against one in doubles of its weights and running statistics after every
   * step. Each of 12 steps rounds three times, by 6e-8 of numbers below 4.
   */
  @Test
  void aTrainingKeepsTheAverageOfItsWeightsAndRunningStatistics() {
    RunConfig config = averaged();
    Map<String, double[]> expected = new LinkedHashMap<>();
    try (Trainer trainer = new Trainer(config, data(config))) {
      trainer.state().network().state().forEach((name, t) -> expected.put(name, doubles(t)));
      trainer.run(
          new TrainingListener() {
            @Override
            public void checkpoint(TrainingState state, boolean best) {
              double decay = Math.min(DECAY, (1.0 + state.step()) / (10.0 + state.step()));
              state
                  .rawWeights()
                  .forEach((name, raw) -> expected.put(name, mean(name, decay, doubles(raw))));
              expected.forEach(
                  (name, average) ->
                      assertThat(difference(average, doubles(state.network().tensor(name))))
                          .as("%s after %d", name, state.step())
                          .isLessThan(12 * 3 * 6e-8 * 4));
            }

            private double[] mean(String name, double decay, double[] raw) {
              double[] mean = of(expected, name).clone();
              Arrays.setAll(mean, i -> decay * mean[i] + (1 - decay) * raw[i]);
              return mean;
            }
          },
          new StopRequest());
      assertThat(trainer.state().rawWeights().keySet())
          .isEqualTo(trainer.network().state().keySet())
          .anyMatch(name -> name.endsWith("running_var"));
    }
  }

  private static double[] doubles(Tensor tensor) {
    return Tensors.toDoubles(tensor);
  }

  /** The largest there is; NaN if there is one. */
  private static double difference(double[] expected, double[] found) {
    double largest = Math.abs(expected.length - found.length);
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i] - found[i]));
    }
    return largest;
  }

  @Test
  void averagingDoesNotChangeTheTrainingItself() {
    RunConfig plain = TinyRuns.config(BATCH_NORM);
    try (Trainer one = new Trainer(plain, data(plain));
        Trainer other = new Trainer(averaged(), data(averaged()))) {
      one.run(new TrainingListener() {}, new StopRequest());
      other.run(new TrainingListener() {}, new StopRequest());
      assertThat(one.state().rawWeights()).isEmpty();
      assertThat(floats(other.state().rawWeights()))
          .isEqualTo(floats(one.network().state()))
          .isNotEqualTo(floats(other.network().state()));
      assertThat(floats(other.state().optimizer().state()))
          .isEqualTo(floats(one.state().optimizer().state()));
    }
  }

  @Test
  void whatIsMeasuredIsTheAverage() {
    RunConfig config =
        averaged().with("loss.kind=cross-entropy", "optimization.learning-rate=0.05");
    ClassificationMeter meter =
        new ClassificationMeter(
            data(config).test(), config.evaluation().samples(), CrossEntropy.UNSMOOTHED, 250, 1);
    List<SplitMetrics> last = new ArrayList<>();
    try (Trainer trainer = new Trainer(config, data(config))) {
      trainer.run(
          new TrainingListener() {
            @Override
            public void evaluated(List<SplitMetrics> metrics) {
              last.clear();
              last.addAll(metrics);
            }

            @Override
            public void checkpoint(TrainingState state, boolean best) {
              SplitMetrics test = last.get(2);
              ClassificationMeter.Classification found =
                  meter.measure(
                      state.network(),
                      new EvaluationWatch(
                          new StopRequest(), new TrainingListener() {}, meter.samples()));
              assertThat(test.split()).isEqualTo(SplitMetrics.TEST);
              assertThat(test.losses().get("loss")).isEqualTo(found.losses().get("loss"));
              assertThat(test.accuracy()).isEqualTo(found.accuracy());
            }
          },
          new StopRequest());
    }
    assertThat(last).hasSize(3);
  }

  /** Every later command reads the network of a run's checkpoints. */
  @Test
  void whatIsSavedAsTheNetworkIsTheAverage() {
    RunConfig config = averaged();
    Path run = folder.resolve("run");
    Map<String, FloatBuffer> kept = new LinkedHashMap<>();
    Map<String, FloatBuffer> best = new LinkedHashMap<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void checkpoint(TrainingState state, boolean isBest) {
            kept.putAll(floats(state.network().state()));
            if (isBest) {
              best.putAll(kept);
            }
          }
        };
    TrainingRun.start(config, data(config), run, listener, new StopRequest());

    RunFolder opened = RunFolder.open(run);
    try (Network last = opened.last().network(Device.CPU);
        Network raw = opened.last().rawNetwork(Device.CPU);
        TrainedRun result = TrainedRun.load(run, Device.CPU)) {
      assertThat(floats(last.state())).isEqualTo(kept).isNotEqualTo(floats(raw.state()));
      assertThat(floats(result.network().state())).isEqualTo(best);
    }
    Checkpoint result = Checkpoint.load(opened.checkpoint(EvaluationConfig.Keep.BEST));
    assertThat(result.optimizerState()).isEmpty();
    assertThat(Files.exists(opened.results())).isTrue();
  }
}
