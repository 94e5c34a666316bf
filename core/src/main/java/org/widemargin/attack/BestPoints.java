package org.widemargin.attack;

import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Tensors;

/** For every sample the point of the highest score so far, and what belongs to it. */
final class BestPoints {
  private final Tensor points;
  private final double[] scores;

  /** Starts from points; both are copied. */
  BestPoints(Tensor points, double[] scores) {
    this.points = points.clone();
    this.scores = scores.clone();
  }

  /** Starts from the clean samples and their scores under a loss. */
  static BestPoints clean(AttackedBatch attacked, AttackLoss loss) {
    Tensor scores = loss.of(attacked.cleanLogits(), attacked.labels());
    return new BestPoints(attacked.origins(), Tensors.toDoubles(scores));
  }

  Tensor points() {
    return points;
  }

  double score(int position) {
    return scores[position];
  }

  /**
   * Takes over the points with higher scores.
   *
   * @return which samples' points were taken over
   */
  int[] offer(Tensor candidates, double[] candidateScores) {
    int[] better =
        IntStream.range(0, scores.length).filter(i -> candidateScores[i] > scores[i]).toArray();
    copyRows(points, candidates, better);
    for (int i : better) {
      scores[i] = candidateScores[i];
    }
    return better;
  }

  /** Overwrites some samples of a tensor with those of another. */
  static void copyRows(Tensor target, Tensor source, int[] rows) {
    if (rows.length > 0) {
      Tensor index = Tensors.labels(target, rows);
      target.index_copy_(0, index, source.index_select(0, index));
    }
  }
}
