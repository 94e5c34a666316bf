package org.widemargin.attack;

import static org.widemargin.error.InputException.require;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.evaluate.Decision;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * The Square attack (Andriushchenko et al., 2020): random search with square-shaped changes, which
 * needs no gradient and therefore is not fooled by a masked one.
 *
 * <p>Each sample has its own random numbers and its own positions, over the whole image. Rows of
 * features are treated as an image of one row.
 *
 * @param queries how often the classifier may be asked, at least 1
 */
public record Square(int queries) implements Attack {
  private static final double FIRST_SHARE = 0.8;

  /** After each of these queries the changed share of the image is halved. */
  private static final int[] HALVINGS = {10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000};

  /** Checks the number of queries. */
  public Square {
    require(queries >= 1, "square: expected at least 1 query, found %d", queries);
  }

  /**
   * As in the standard suite.
   *
   * @return 5000 queries
   */
  public static Square standard() {
    return new Square(5000);
  }

  @Override
  public String name() {
    return "square";
  }

  @Override
  public double passes(int classes) {
    return queries;
  }

  @Override
  public Tensor search(AttackedBatch attacked) {
    SampleGrid grid = SampleGrid.of(attacked.origins());
    SquareProposal proposal =
        attacked.threat().norm().equals(Norm.LINF)
            ? new LinfSquares(attacked.threat(), grid)
            : new PyramidSquares(attacked.threat(), grid);
    RandomSearch search = new RandomSearch(attacked, grid, proposal);
    search.start();
    for (int query = 1; query < queries && !attacked.isOver(); query++) {
      search.advance(share(query));
    }
    return search.points();
  }

  /** The share of the image that a query changes. */
  static double share(int query) {
    double share = FIRST_SHARE;
    for (int halving : HALVINGS) {
      share /= query > halving ? 2 : 1;
    }
    return share;
  }

  /** Keeps for each sample the best point, in plain arrays, and tries changes of it. */
  private static final class RandomSearch {
    private final AttackedBatch attacked;
    private final SampleGrid grid;
    private final SquareProposal proposal;
    private final float[] origins;
    private final float[] best;
    private final double[] leads;
    private final SplittableRandom[] randoms;

    RandomSearch(AttackedBatch attacked, SampleGrid grid, SquareProposal proposal) {
      this.attacked = attacked;
      this.grid = grid;
      this.proposal = proposal;
      this.origins = Tensors.toFloats(attacked.origins());
      this.best = origins.clone();
      this.leads = new double[attacked.size()];
      Arrays.fill(leads, Double.POSITIVE_INFINITY);
      this.randoms = new SplittableRandom[attacked.size()];
      for (int i = 0; i < randoms.length; i++) {
        randoms[i] = attacked.draws().random(i, "search");
      }
    }

    void start() {
      float[] candidates = origins.clone();
      for (int i = 0; i < leads.length; i++) {
        proposal.start(origins, candidates, grid.offset(i), randoms[i]);
      }
      tryOut(candidates);
    }

    void advance(double share) {
      float[] candidates = best.clone();
      for (int i = 0; i < leads.length; i++) {
        if (attacked.stands(i)) {
          proposal.change(origins, candidates, grid.offset(i), share, randoms[i]);
        }
      }
      tryOut(candidates);
    }

    private void tryOut(float[] candidates) {
      try (Scope scope = Scope.open()) {
        boolean[] stood = new boolean[leads.length];
        for (int i = 0; i < stood.length; i++) {
          stood[i] = attacked.stands(i);
        }
        Tensor points = tensor(candidates);
        double[] found =
            Tensors.toDoubles(Decision.lead(attacked.look(points).logits(), attacked.labels()));
        for (int i = 0; i < found.length; i++) {
          if (stood[i] && found[i] < leads[i]) {
            leads[i] = found[i];
            System.arraycopy(candidates, grid.offset(i), best, grid.offset(i), grid.elements());
          }
        }
      }
    }

    Tensor points() {
      return tensor(best);
    }

    private Tensor tensor(float[] values) {
      return Tensors.like(attacked.origins(), values, Tensors.shape(attacked.origins()));
    }
  }
}
