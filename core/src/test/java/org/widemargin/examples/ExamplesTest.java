package org.widemargin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.torch.RandomStream;

/** Every example learns. */
class ExamplesTest {
  private static final int SIDE = 12;

  @Test
  void ourNetworkLearnsImages() {
    Dataset train = strokes(240, 1);
    Dataset test = strokes(200, 2);
    assertThat(OwnNetworkExample.train(train, test, 0)).as("untrained").isLessThan(0.6);
    assertThat(OwnNetworkExample.train(train, test, 40)).isGreaterThan(0.95);
  }

  /** Noisy images of a horizontal, a vertical or a slanted stroke. */
  private static Dataset strokes(int count, long seed) {
    SplittableRandom random = RandomStream.of(seed, "strokes", 0);
    byte[] pixels = new byte[count * SIDE * SIDE];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 3;
      int place = random.nextInt(2, SIDE - 2);
      for (int row = 0; row < SIDE; row++) {
        for (int column = 0; column < SIDE; column++) {
          int across = labels[i] == 0 ? row : labels[i] == 1 ? column : (row + column) / 2;
          double ink = across == place ? 0.8 : 0;
          double value = Math.min(1, Math.max(0, ink + 0.2 * random.nextGaussian()));
          pixels[(i * SIDE + row) * SIDE + column] = (byte) Math.round(255 * value);
        }
      }
    }
    return Dataset.images(
        "strokes",
        new SampleShape.Image(1, SIDE, SIDE),
        pixels,
        labels,
        List.of("horizontal", "vertical", "slanted"));
  }

  @Test
  void aHandWrittenNetworkLearnsADiscInARing() {
    SplittableRandom random = RandomStream.of(5, "ring", 0);
    int count = 120;
    float[] points = new float[2 * count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 2;
      double radius = labels[i] == 0 ? 0.5 * random.nextDouble() : 1.2 + 0.3 * random.nextDouble();
      double angle = 2 * Math.PI * random.nextDouble();
      points[2 * i] = (float) (radius * Math.cos(angle));
      points[2 * i + 1] = (float) (radius * Math.sin(angle));
    }
    HandWrittenNetworkExample example = new HandWrittenNetworkExample();
    double first = example.train(points, labels, 1);
    double last = example.train(points, labels, 200);
    assertThat(last).isLessThan(first / 5);
    int[] found = example.classify(points);
    assertThat(Arrays.equals(found, labels)).isTrue();
    // Halfway between the classes lies the boundary, with room on both sides.
    assertThat(example.classify(new float[] {0.7f, 0, 0, -0.7f})).containsExactly(0, 0);
    assertThat(example.classify(new float[] {1, 0, 0, -1})).containsExactly(1, 1);
  }

  @Test
  void aTableOfNumbersIsLearnt() throws URISyntaxException {
    Path csv = Path.of(Objects.requireNonNull(ExamplesTest.class.getResource("seeds.csv")).toURI());
    assertThat(TableExample.train(csv, "variety", 0)).as("untrained").isLessThan(0.7);
    assertThat(TableExample.train(csv, "variety", 200)).isGreaterThan(0.85);
  }
}
