package org.widemargin.boundary;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Functions;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Tensors;

/**
 * The function f whose ties are the decision boundary (paper, equation 1). Both choices have the
 * same boundary.
 */
public enum Score {
  /** The network's outputs before the softmax, which the paper implies. */
  LOGITS {
    @Override
    public Tensor of(Tensor logits) {
      return logits;
    }

    @Override
    Tensor pullBack(Tensor scores, Tensor cotangent) {
      return cotangent;
    }
  },
  /** The softmax of them, as in the authors' released code. */
  PROBABILITIES {
    @Override
    public Tensor of(Tensor logits) {
      return Functions.softmax(logits);
    }

    @Override
    Tensor pullBack(Tensor scores, Tensor cotangent) {
      Tensor weighted = scores.mul(cotangent);
      return weighted.sub(scores.mul(PerSample.sum(weighted).unsqueeze(1)));
    }
  };

  /**
   * The scores of the classes.
   *
   * @param logits {@code [N, C]}
   * @return {@code [N, C]}
   */
  public abstract Tensor of(Tensor logits);

  /**
   * The gradient of {@code <scores, cotangent>} with respect to the logits, in closed form.
   *
   * @param scores {@code [N, C]}
   * @param cotangent {@code [N, C]}
   * @return {@code [N, C]}
   */
  abstract Tensor pullBack(Tensor scores, Tensor cotangent);

  /**
   * The lead of the true class over a competitor: f_y - f_i.
   *
   * @param scores {@code [N, C]}
   * @param labels {@code [N]}
   * @param competitor {@code [N]}
   * @return {@code [N]}, negative where the competitor leads
   */
  public static Tensor gap(Tensor scores, Tensor labels, Tensor competitor) {
    return PerSample.gather(scores, labels).sub(PerSample.gather(scores, competitor));
  }

  /**
   * The lead of the true class over several competitors.
   *
   * @param scores {@code [N, C]}
   * @param labels {@code [N]}
   * @param competitors {@code [N, K]}
   * @return {@code [N, K]}
   */
  static Tensor gaps(Tensor scores, Tensor labels, Tensor competitors) {
    return scores.gather(1, labels.unsqueeze(1)).sub(scores.gather(1, competitors));
  }

  /**
   * The cotangent whose pull-back is the gradient of the gap: 1 at the true class, -1 at the
   * competitor.
   *
   * @param scores {@code [N, C]}, for shape and element type
   * @param labels {@code [N]}
   * @param competitor {@code [N]}
   * @return {@code [N, C]}
   */
  static Tensor gapCotangent(Tensor scores, Tensor labels, Tensor competitor) {
    return PerSample.scatter(
        PerSample.scatter(Tensors.fullLike(scores, 0), labels, 1), competitor, -1);
  }
}
