package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.loss.CrossEntropy;
import org.widemargin.network.Network;
import org.widemargin.run.MetricsFile;
import org.widemargin.run.TrainingRun;
import org.widemargin.torch.Device;

/** Who cannot tell classes apart is right on none, in training as in every evaluation. */
class TieTest {
  private static final int SAMPLES = 48;

  @TempDir private Path folder;

  /**
   * Biases begin at 0, so black images give equal logits; in float32 a rate of 1e-60 is none, so
   * that they stay equal.
   */
  private static TrainingOutcome trainOnBlack(Path run) {
    Dataset black =
        Dataset.images(
            "black",
            new SampleShape.Image(1, 4, 4),
            new byte[16 * SAMPLES],
            new int[SAMPLES],
            List.of("a", "b", "c"));
    RunConfig config =
        TinyRuns.config(
            "data.validation-size=16",
            "loss.kind=cross-entropy",
            "optimization.optimizer={sgd: {momentum: 0}}",
            "optimization.learning-rate=1e-60");
    TrainingData data = TrainingData.split(new DataSource(black, black), config);
    return TrainingRun.start(config, data, run, new TrainingListener() {}, new StopRequest());
  }

  @Test
  void isWrongInTheMetricsOfTrainingAndInTheChoiceOfTheBestCheckpoint() {
    TrainingOutcome outcome = trainOnBlack(folder.resolve("run"));
    assertThat(MetricsFile.read(folder.resolve("run/metrics.jsonl")))
        .hasSize(3 * 4)
        .allSatisfy(line -> assertThat(line.accuracy()).as(line.split()).isZero());
    assertThat(outcome.bestAccuracy()).isZero();
  }

  @Test
  void isWrongInTheResults() {
    trainOnBlack(folder.resolve("run"));
    assertThat(folder.resolve("run/results.json")).content().contains("\"clean\" : 0.0");
  }

  @Test
  void aSampleWithoutAnAnswerIsWrongToo() {
    float[] values = new float[2 * SAMPLES];
    Arrays.fill(values, Float.NaN);
    Dataset table = Dataset.table("nan", 2, values, new int[SAMPLES], List.of("a", "b"));
    try (Network network =
        Network.initialise(TinyRuns.config().model().specFor(table), 1, Device.CPU)) {
      assertThat(
              new ClassificationMeter(table, SAMPLES, CrossEntropy.UNSMOOTHED, SAMPLES, 1)
                  .measure(
                      network,
                      new EvaluationWatch(new StopRequest(), new TrainingListener() {}, SAMPLES))
                  .accuracy())
          .isZero();
    }
  }
}
