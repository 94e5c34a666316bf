package org.widemargin;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/** A table of three kinds of flowers with four lengths, of which two kinds overlap a little. */
final class Flowers {
  static final String HEADER = "sepal length,sepal width,petal length,petal width,species";
  private static final String[] SPECIES = {"setosa", "versicolor", "virginica"};
  private static final double[][] MEANS = {
    {5.0, 3.4, 1.5, 0.25}, {5.9, 2.8, 4.3, 1.3}, {6.6, 3.0, 5.6, 2.0}
  };
  private static final double[] DEVIATIONS = {0.5, 0.35, 0.4, 0.2};

  private Flowers() {}

  /** Writes 150 flowers, one column in another unit. */
  static Path write(Path file, int column, double unit) throws Exception {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    SplittableRandom random = new SplittableRandom(7);
    for (int flower = 0; flower < 150; flower++) {
      int species = flower % SPECIES.length;
      for (int i = 0; i < DEVIATIONS.length; i++) {
        double length = MEANS[species][i] + DEVIATIONS[i] * random.nextGaussian();
        double rounded = Math.round(10 * length) / 10.0;
        text.append(String.format(Locale.ROOT, "%s,", i == column ? rounded * unit : rounded));
      }
      text.append(SPECIES[species]).append('\n');
    }
    return Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
