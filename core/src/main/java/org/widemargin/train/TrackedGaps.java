package org.widemargin.train;

import static org.widemargin.error.InputException.require;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.evaluate.Decision;
import org.widemargin.torch.Tensors;

/**
 * The logit gaps of the training samples, each summed up over the steps that learned from it: the
 * area under the margin (Pleiss, Zhang, Elenberg, Weinberger, "Identifying Mislabeled Data using
 * the Area Under the Margin Ranking", NeurIPS 2020, equation 2). A network comes to fit a wrong
 * label late, if at all, so the mean over training tells more than the gap at its end.
 *
 * <p>Sums are kept in float32, as checkpoints store them: a continued run comes to the same bits.
 */
public final class TrackedGaps {
  private static final String SUMS = "gap-sums";
  private static final String STEPS = "steps";

  private final float[] sums;
  private final float[] steps;

  private TrackedGaps(float[] sums, float[] steps) {
    this.sums = sums;
    this.steps = steps;
  }

  /** Begins with no step. */
  static TrackedGaps none(int samples) {
    return new TrackedGaps(new float[samples], new float[samples]);
  }

  /**
   * Reads what a checkpoint holds.
   *
   * @param tracked arrays by name, as {@link #state} gives them
   * @param samples how many training samples there are
   * @return the gaps
   * @throws org.widemargin.error.InputException if there are none, or of another number of samples
   */
  public static TrackedGaps of(Map<String, float[]> tracked, int samples) {
    float[] sums = tracked.getOrDefault(SUMS, new float[0]);
    float[] steps = tracked.getOrDefault(STEPS, new float[0]);
    require(
        sums.length == samples && steps.length == samples,
        "expected the tracked gaps of %d training samples, found %d; a run keeps them from its"
            + " first step on, if it was begun with --track-samples",
        samples,
        sums.length);
    return new TrackedGaps(sums.clone(), steps.clone());
  }

  /** Adds a step: the gaps of its batch before the update. */
  void add(int[] indices, Tensor logits, Tensor labels) {
    float[] gaps = Tensors.toFloats(Decision.lead(logits.detach(), labels));
    for (int i = 0; i < indices.length; i++) {
      sums[indices[i]] += gaps[i];
      steps[indices[i]]++;
    }
  }

  /** What a checkpoint keeps, by name. */
  Map<String, float[]> state() {
    return Map.of(SUMS, sums.clone(), STEPS, steps.clone());
  }

  /**
   * A sample's mean gap.
   *
   * @param sample of the training part, from 0
   * @return logit of its label less the highest other one, in the mean over the steps that learned
   *     from it; NaN if none did
   */
  public double mean(int sample) {
    return sums[sample] / (double) steps[sample];
  }
}
