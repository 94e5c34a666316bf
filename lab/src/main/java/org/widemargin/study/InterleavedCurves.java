package org.widemargin.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.widemargin.data.DataSource;
import org.widemargin.data.Dataset;
import org.widemargin.data.DatasetSpec;
import org.widemargin.data.NamedDataset;
import org.widemargin.error.InputException;
import org.widemargin.torch.RandomStream;

/**
 * Two classes in the plane along half circles that reach into each other, with noise: the toy of
 * Figure 1(b). As the data set {@code interleaved-curves} it has 24 training and 1 000 test points.
 */
public final class InterleavedCurves implements NamedDataset {
  /** The names of the classes. */
  public static final List<String> CLASSES = List.of("upper", "lower");

  private static final String NAME = "interleaved-curves";
  private static final long SEED = 1;
  private static final int TRAIN_POINTS = 24;
  private static final int TEST_POINTS = 1000;
  private static final double NOISE = 0.1;

  /** Creates the entry that {@link java.util.ServiceLoader} finds. */
  public InterleavedCurves() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public DataSource load(DatasetSpec spec) {
    Optional<Path> folder = spec.folder();
    InputException.require(
        folder.isEmpty(),
        "%s: expected no data folder, these points are drawn; found %s",
        NAME,
        folder.map(Path::toString).orElse(""));
    return new DataSource(
        draw(SEED, "train", TRAIN_POINTS, NOISE).withName(NAME),
        draw(SEED, "test", TEST_POINTS, NOISE).withName(NAME));
  }

  /**
   * Draws points, the classes in turn.
   *
   * @param seed the seed
   * @param name what for; other names give other points
   * @param count how many
   * @param noise standard deviation in both directions
   * @return the points
   */
  public static Dataset draw(long seed, String name, int count, double noise) {
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
