package org.widemargin.data;

import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.widemargin.error.InputException;
import org.widemargin.torch.RandomStream;

/** Wrong labels on purpose, to measure what a method makes of them (paper, section 4.2.1). */
public final class LabelNoise {
  private LabelNoise() {}

  /** Which wrong label a sample gets. */
  public enum Kind {
    /** Any other class, each as likely (paper, section 4.2.1). */
    UNIFORM,
    /**
     * The next class, and the first one for the last: mistakes that always confuse the same two
     * classes (pair flipping; Han et al., "Co-teaching", NeurIPS 2018).
     */
    PAIRS
  }

  /**
   * Gives randomly chosen samples a different label, drawn once and uniformly from the other
   * classes.
   *
   * <p>Exactly {@code round(fraction * size)} labels change. With the same seed, the samples of a
   * smaller fraction are among those of a larger one and get the same wrong labels.
   *
   * @param dataset the samples with their true labels
   * @param fraction the part to relabel, from 0 to 1
   * @param seed the seed of the draw
   * @return the same samples with the noisy labels
   * @throws InputException if the fraction is out of range (NaN included)
   */
  public static Dataset flip(Dataset dataset, double fraction, long seed) {
    return flip(dataset, fraction, Kind.UNIFORM, seed);
  }

  /**
   * The same with wrong labels of a kind. The same samples get them, whichever the kind.
   *
   * @param dataset the samples with their true labels
   * @param fraction the part to relabel, from 0 to 1
   * @param kind which wrong label they get
   * @param seed the seed of the draw
   * @return the same samples with the noisy labels
   * @throws InputException if the fraction is out of range (NaN included)
   */
  public static Dataset flip(Dataset dataset, double fraction, Kind kind, long seed) {
    InputException.require(
        fraction >= 0 && fraction <= 1,
        "%s: expected a share of noisy labels from 0 to 1, found %s",
        dataset.name(),
        fraction);
    int[] labels = dataset.labels();
    int[] wrong = wrongLabels(labels, dataset.classes(), kind, seed);
    int[] order = Splits.permutation(labels.length, seed, "label-noise");
    int count = Splits.share(labels.length, fraction, RoundingMode.HALF_UP);
    for (int i = 0; i < count; i++) {
      labels[order[i]] = wrong[order[i]];
    }
    return dataset.withLabels(labels);
  }

  private static int[] wrongLabels(int[] labels, int classes, Kind kind, long seed) {
    SplittableRandom random = RandomStream.of(seed, "noisy-label", 0);
    int[] wrong = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      int further =
          switch (kind) {
            case UNIFORM -> random.nextInt(classes - 1);
            case PAIRS -> 0;
          };
      wrong[i] = (labels[i] + 1 + further) % classes;
    }
    return wrong;
  }
}
