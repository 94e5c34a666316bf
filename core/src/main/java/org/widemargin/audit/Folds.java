package org.widemargin.audit;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.widemargin.data.Dataset;
import org.widemargin.torch.RandomStream;

/**
 * Parts a data set into folds, each with its share of every class, so that every sample can be
 * judged by a network that has not learned from it.
 *
 * @param count how many, at least 2
 * @param seed of the draw
 */
public record Folds(int count, long seed) {
  /** Checks the number. */
  public Folds {
    require(count >= 2, "expected at least 2 folds, found %d", count);
  }

  /**
   * Parts a data set.
   *
   * @param dataset the samples
   * @return for each fold the numbers of its samples, rising; each sample in one fold
   * @throws org.widemargin.error.InputException if there are fewer samples than folds
   */
  public List<int[]> of(Dataset dataset) {
    require(
        dataset.size() >= count,
        "%s: expected at least a sample for each of %d folds, found %d",
        dataset.name(),
        count,
        dataset.size());
    int[] fold = new int[dataset.size()];
    int next = 0;
    for (int label = 0; label < dataset.classes(); label++) {
      int own = label;
      int[] samples =
          IntStream.range(0, dataset.size()).filter(i -> dataset.label(i) == own).toArray();
      RandomStream.shuffle(samples, RandomStream.of(seed, "fold", label));
      for (int sample : samples) {
        // On through the classes, so that small ones do not all end in the first fold.
        fold[sample] = next++ % count;
      }
    }
    List<int[]> parts = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int own = k;
      parts.add(IntStream.range(0, fold.length).filter(i -> fold[i] == own).toArray());
    }
    return parts;
  }
}
