package org.widemargin.audit;

import static org.widemargin.error.InputException.require;

import org.widemargin.data.Dataset;
import org.widemargin.data.LabelNoise;

/**
 * Wrong labels that are put into a copy of the training samples on purpose, to see which scores
 * find them.
 *
 * @param share of the samples that get one, above 0 and below 1
 * @param kind which wrong label they get
 * @param seed of the draw
 */
public record Planting(double share, LabelNoise.Kind kind, long seed) {
  /** Checks the share. */
  public Planting {
    require(
        share > 0 && share < 1,
        "expected a share of labels to plant above 0 and below 1, found %s",
        share);
  }

  /** The samples with the wrong labels. */
  Dataset in(Dataset train) {
    return LabelNoise.flip(train, share, kind, seed);
  }
}
