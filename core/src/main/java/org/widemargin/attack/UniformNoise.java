package org.widemargin.attack;

import static org.widemargin.error.InputException.require;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Scope;

/**
 * Random points of the ball: what an attack must beat to be worth the name.
 *
 * @param draws how many points for each sample, at least 1
 */
public record UniformNoise(int draws) implements Attack {
  /** Checks the number of draws. */
  public UniformNoise {
    require(draws >= 1, "uniform-noise: expected at least 1 draw, found %d", draws);
  }

  @Override
  public String name() {
    return "uniform-noise";
  }

  @Override
  public double passes(int classes) {
    return draws;
  }

  @Override
  public Tensor search(AttackedBatch attacked) {
    BestPoints best = BestPoints.clean(attacked, UntargetedLoss.MARGIN);
    for (int draw = 0; draw < draws && !attacked.isOver(); draw++) {
      try (Scope scope = Scope.open()) {
        Tensor point = Starts.inBall(attacked, "draw" + draw);
        Look look = attacked.look(point);
        best.offer(point, look.scores(UntargetedLoss.MARGIN, attacked.labels()));
      }
    }
    return best.points();
  }
}
