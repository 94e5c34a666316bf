package org.widemargin.attack;

import java.util.SplittableRandom;

/** How the Square attack changes one sample, in one norm. */
interface SquareProposal {
  /**
   * Writes the first point.
   *
   * @param origins the clean samples
   * @param points where to write, holding the clean sample
   * @param offset where the sample begins in both
   * @param random the sample's own
   */
  void start(float[] origins, float[] points, int offset, SplittableRandom random);

  /**
   * Changes a point.
   *
   * @param origins the clean samples
   * @param points where to write, holding the best point so far
   * @param offset where the sample begins in both
   * @param share how much of the image to change
   * @param random the sample's own
   */
  void change(float[] origins, float[] points, int offset, double share, SplittableRandom random);
}
