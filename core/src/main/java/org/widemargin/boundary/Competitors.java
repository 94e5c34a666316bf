package org.widemargin.boundary;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.PerSample;

/**
 * The classes that each sample is separated from: those with the highest scores among the wrong
 * ones (paper, section 4.1).
 *
 * @param ranks for each rank the competitor's class, int64 {@code [N]}; the strongest first
 */
public record Competitors(List<Tensor> ranks) {
  /** Copies the list. */
  public Competitors {
    ranks = List.copyOf(ranks);
  }

  /**
   * Picks the strongest competitors.
   *
   * @param logits {@code [N, C]}
   * @param labels int64 {@code [N]}
   * @param count how many; 0 for all C - 1
   * @return the competitors
   * @throws org.widemargin.error.InputException if there are fewer than {@code count}
   */
  public static Competitors strongest(Tensor logits, Tensor labels, int count) {
    int ranked = checked(count, logits);
    Tensor wrong = PerSample.scatter(logits.detach(), labels, Double.NEGATIVE_INFINITY);
    Tensor order = PerSample.topkIndices(wrong, ranked);
    List<Tensor> ranks = new ArrayList<>();
    for (int rank = 0; rank < order.size(1); rank++) {
      ranks.add(order.select(1, rank));
    }
    return new Competitors(ranks);
  }

  /**
   * How many competitors are asked for.
   *
   * @param count how many; 0 for all C - 1
   * @param byClass of any numbers, {@code [N, C]}
   * @return from 1 to C - 1
   * @throws org.widemargin.error.InputException if there are fewer than {@code count}
   */
  static int checked(int count, Tensor byClass) {
    int available = Math.toIntExact(byClass.size(1)) - 1;
    require(
        count <= available,
        "expected top-k of at most %d (the number of classes less one), found %d",
        available,
        count);
    return count == 0 ? available : count;
  }

  /**
   * How many competitors each sample has.
   *
   * @return K
   */
  public int count() {
    return ranks.size();
  }
}
