package org.widemargin.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TinyRuns;
import org.widemargin.train.TrainingData;
import org.widemargin.train.TrainingListener;

/** The accuracy among the five first stands in a run's files where there are enough classes. */
class TopFiveMetricsTest {
  @TempDir private Path folder;

  private List<MetricsFile.Line> train(int classes) {
    RunConfig config = TinyRuns.config("loss.kind=cross-entropy", "optimization.steps=10");
    DataSource data = new DataSource(bars(classes, 200, 1), bars(classes, 60, 2));
    TrainingRun.start(
        config,
        TrainingData.split(data, config),
        folder.resolve("run"),
        new TrainingListener() {},
        new StopRequest());
    return MetricsFile.read(folder.resolve("run/metrics.jsonl"));
  }

  /** Images whose bright pixel tells the class, in noise. */
  private static Dataset bars(int classes, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] pixels = new byte[count * 64];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextInt(classes);
      for (int pixel = 0; pixel < 64; pixel++) {
        pixels[i * 64 + pixel] = (byte) (random.nextInt(100) + (pixel == labels[i] ? 27 : 0));
      }
    }
    List<String> names = IntStream.range(0, classes).mapToObj(i -> "class" + i).toList();
    return Dataset.images("bars", new SampleShape.Image(1, 8, 8), pixels, labels, names);
  }

  @Test
  void ofTwelveClassesItIsToldOfEveryPart() {
    assertThat(train(12))
        .extracting(MetricsFile.Line::split)
        .contains("train", "validation", "test");
    assertThat(MetricsFile.read(folder.resolve("run/metrics.jsonl")))
        .allSatisfy(
            line -> {
              assertThat(line.top5Accuracy()).isNotNull().isBetween(line.accuracy(), 1.0);
              assertThat(line.losses()).doesNotContainKey("top5-accuracy");
            })
        // Five of twelve are more than one of them: somewhere it differs from the accuracy.
        .anySatisfy(line -> assertThat(line.top5Accuracy()).isGreaterThan(line.accuracy()));
  }

  @Test
  void ofTenClassesItIsNot() {
    assertThat(train(10)).allSatisfy(line -> assertThat(line.top5Accuracy()).isNull());
  }
}
