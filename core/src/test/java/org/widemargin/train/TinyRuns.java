package org.widemargin.train;

import java.util.List;
import java.util.SplittableRandom;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;

/** Data and configurations so small that a step takes a millisecond. */
public final class TinyRuns {
  private TinyRuns() {}

  /** Images of 8x8 whose bright quarter tells the class, with noise. */
  public static DataSource images(int train, int test) {
    return new DataSource(quarters("tiny", train, 1), quarters("tiny", test, 2));
  }

  private static Dataset quarters(String name, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] pixels = new byte[count * 64];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextInt(4);
      for (int pixel = 0; pixel < 64; pixel++) {
        int row = pixel / 8;
        int column = pixel % 8;
        boolean inside = row / 4 == labels[i] / 2 && column / 4 == labels[i] % 2;
        pixels[i * 64 + pixel] = (byte) (random.nextInt(120) + (inside ? 90 : 0));
      }
    }
    return Dataset.images(
        name, new SampleShape.Image(1, 8, 8), pixels, labels, List.of("nw", "ne", "sw", "se"));
  }

  /** A run of 20 steps on a small perceptron. */
  public static RunConfig config(String... overrides) {
    return RunConfig.defaults()
        .with(
            "data.validation-size=40",
            "model.name='mlp:12'",
            "optimization.steps=20",
            "optimization.batch-size=16",
            "evaluation.every=5",
            "evaluation.samples=40",
            "evaluation.distance-samples=20",
            "threads=1")
        .with(overrides);
  }
}
