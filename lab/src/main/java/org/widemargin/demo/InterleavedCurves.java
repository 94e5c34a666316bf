package org.widemargin.demo;

import java.util.List;
import java.util.SplittableRandom;
import org.widemargin.data.Dataset;
import org.widemargin.torch.RandomStream;

/** Two classes in the plane along half circles that reach into each other, with noise. */
final class InterleavedCurves {
  static final List<String> CLASSES = List.of("upper", "lower");

  private InterleavedCurves() {}

  /**
   * Draws points, the classes in turn.
   *
   * @param seed the seed
   * @param name what for; other names give other points
   * @param count how many
   * @param noise standard deviation in both directions
   */
  static Dataset draw(long seed, String name, int count, double noise) {
    SplittableRandom random = RandomStream.of(seed, "curves of " + name, 0);
    float[] values = new float[2 * count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 2;
      double angle = Math.PI * random.nextDouble();
      boolean upper = labels[i] == 0;
      double x = upper ? Math.cos(angle) : 1 - Math.cos(angle);
      double y = upper ? Math.sin(angle) : 0.5 - Math.sin(angle);
      values[2 * i] = (float) (x + noise * random.nextGaussian());
      values[2 * i + 1] = (float) (y + noise * random.nextGaussian());
    }
    return Dataset.table(name, 2, values, labels, CLASSES);
  }
}
