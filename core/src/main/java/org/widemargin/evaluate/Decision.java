package org.widemargin.evaluate;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Tensors;

/**
 * When a sample counts as classified right: the true class leads every other one. A tie is an
 * error, and so is a NaN among the logits. Whatever reports an accuracy asks here: training, the
 * choice of the best checkpoint, evaluations, attacks and studies.
 */
public final class Decision {
  /** How many classes count as found in "top-5". */
  public static final int TOP_FIVE = 5;

  private Decision() {}

  /**
   * The lead of the true class.
   *
   * @param logits {@code [N, C]}
   * @param labels int64 {@code [N]}
   * @return {@code [N]}: z_y - max over i != y of z_i; NaN where a sample's logits hold one
   */
  public static Tensor lead(Tensor logits, Tensor labels) {
    Tensor others = PerSample.scatter(logits, labels, Double.NEGATIVE_INFINITY);
    return PerSample.gather(logits, labels).sub(PerSample.amax(others));
  }

  /**
   * Which samples are classified right.
   *
   * @param logits {@code [N, C]}
   * @param labels int64 {@code [N]}
   * @return for each sample whether its true class leads
   */
  public static boolean[] correct(Tensor logits, Tensor labels) {
    double[] leads = Tensors.toDoubles(lead(logits.detach(), labels));
    boolean[] correct = new boolean[leads.length];
    for (int i = 0; i < leads.length; i++) {
      correct[i] = leads[i] > 0;
    }
    return correct;
  }

  /**
   * How many samples are classified right.
   *
   * @param logits {@code [N, C]}
   * @param labels int64 {@code [N]}
   * @return from 0 to N
   */
  public static int count(Tensor logits, Tensor labels) {
    int right = 0;
    for (boolean correct : correct(logits, labels)) {
      right += correct ? 1 : 0;
    }
    return right;
  }

  /**
   * Which samples have their true class among the first few: fewer than {@code first} other classes
   * are level with it or ahead. With one it is {@link #correct(Tensor, Tensor)}.
   *
   * @param logits {@code [N, C]}; a sample with a NaN among them counts as wrong
   * @param labels int64 {@code [N]}
   * @param first how many classes count as found, at least 1
   * @return for each sample whether its true class is among them
   */
  public static boolean[] among(Tensor logits, Tensor labels, int first) {
    double[] ranks = Tensors.toDoubles(PerSample.rank(logits.detach(), labels));
    long classes = logits.size(1);
    boolean[] among = new boolean[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      among[i] = ranks[i] <= Math.min(first, classes);
    }
    return among;
  }

  /**
   * How many samples have their true class among the first few, as {@link #among} says.
   *
   * @param logits {@code [N, C]}
   * @param labels int64 {@code [N]}
   * @param first how many classes count as found, at least 1
   * @return from 0 to N
   */
  public static int countAmong(Tensor logits, Tensor labels, int first) {
    int found = 0;
    for (boolean among : among(logits, labels, first)) {
      found += among ? 1 : 0;
    }
    return found;
  }
}
