package org.widemargin.attack;

import org.bytedeco.pytorch.Tensor;

/** How a run of APGD steps, and when a sample goes back to its best point. */
interface StepRule {
  /**
   * One step.
   *
   * @param point where the run is, {@code [N, ...]}
   * @param gradient of the loss there
   * @return the next point, inside the ball and the range
   */
  Tensor step(Tensor point, Tensor gradient);

  /**
   * Looks back after a step.
   *
   * @param iteration how many steps were made
   * @param before each sample's loss before the step
   * @param after each sample's loss after it
   * @param best the points of the highest loss so far
   * @return the samples that go on from their best point
   */
  int[] judge(int iteration, double[] before, double[] after, BestPoints best);
}
