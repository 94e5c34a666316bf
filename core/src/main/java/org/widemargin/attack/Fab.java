package org.widemargin.attack;

import static org.widemargin.error.InputException.require;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.evaluate.Decision;
import org.widemargin.norm.MinimumNormStep;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;
import org.widemargin.torch.ValueAndGradient;

/**
 * FAB, the fast adaptive boundary attack (Croce and Hein, 2020): follows the boundary towards the
 * clean sample by shortest steps onto its linearisation, mixed with steps from the clean sample
 * itself, and pulls back whenever it crossed. At the end the straight way from the clean sample to
 * the nearest point found is bisected, since the steps go too far on purpose.
 *
 * @param name the name in results
 * @param targets how many target classes, one run each; 0 to look at all boundaries at once
 * @param iterations of each run, at least 1
 * @param restarts how many runs (for each target): the first from the clean sample, the others from
 *     random points; at least 1
 */
public record Fab(String name, int targets, int iterations, int restarts)
    implements MinimumNormAttack {
  /** How far beyond the boundary the steps go. */
  private static final double OVERSHOOT = 1.05;

  /** The largest weight of the step from the clean sample. */
  private static final double MOST_BIAS = 0.1;

  /** How much of the way from the clean sample is left after a pull back. */
  private static final double BACKWARD = 0.9;

  private static final double LEAST_LENGTH = 1e-8;

  /** Checks the ranges. */
  public Fab {
    require(targets >= 0, "%s: expected at least 0 targets, found %d", name, targets);
    require(iterations >= 1, "%s: expected at least 1 iteration, found %d", name, iterations);
    require(restarts >= 1, "%s: expected at least 1 restart, found %d", name, restarts);
  }

  /**
   * All boundaries at once, one run of 100 iterations.
   *
   * @return the attack, {@code fab}
   */
  public static Fab untargeted() {
    return new Fab("fab", 0, 100, 1);
  }

  /**
   * One run of 100 iterations for each of 9 targets, as in the standard suite.
   *
   * @return the attack, {@code fab-t}
   */
  public static Fab targeted() {
    return new Fab("fab-t", 9, 100, 1);
  }

  @Override
  public double passes(int classes) {
    double boundaries = targets == 0 ? classes - 1 : Math.min(targets, classes - 1);
    double looks = targets == 0 ? 1 : boundaries;
    return restarts * iterations * (looks + boundaries * GRADIENT);
  }

  @Override
  public Tensor search(AttackedBatch attacked) {
    List<Tensor> classes = Targets.of(attacked, targets == 0 ? Integer.MAX_VALUE : targets);
    List<List<Tensor>> runs =
        targets == 0 ? List.of(classes) : classes.stream().map(List::of).toList();
    for (int run = 0; run < runs.size(); run++) {
      for (int restart = 0; restart < restarts && !attacked.isOver(); restart++) {
        try (Scope scope = Scope.open()) {
          Tensor start =
              restart == 0
                  ? attacked.origins().clone()
                  : randomStart(attacked, "target" + run + "/start" + restart);
          follow(attacked, LinearBoundary.leads(runs.get(run)), start);
        }
      }
    }
    BoundaryBisection.approach(attacked);
    return attacked.found();
  }

  private void follow(AttackedBatch attacked, List<AttackLoss> leads, Tensor point) {
    ThreatModel threat = attacked.threat();
    for (int i = 0; i < iterations && !attacked.isOver(); i++) {
      try (Scope scope = Scope.open()) {
        ValueAndGradient boundary =
            LinearBoundary.nearest(attacked.differentiate(point, leads), threat.norm());
        Tensor next = threat.clip(step(attacked, point, boundary));
        Tensor crossed =
            Ops.gt(Decision.lead(attacked.look(next).logits(), attacked.labels()), 0).logical_not();
        Tensor back = Ops.add(attacked.origins(), next.sub(attacked.origins()), BACKWARD);
        point.copy_(Ops.where(PerSample.broadcast(crossed, next), back, next));
      }
    }
  }

  /** The biased step onto the boundary, from the point and from the clean sample. */
  private static Tensor step(AttackedBatch attacked, Tensor point, ValueAndGradient boundary) {
    Norm norm = attacked.threat().norm();
    Tensor origins = attacked.origins();
    Tensor way = PerSample.sum(boundary.gradient().mul(point.sub(origins)));
    Tensor both =
        new MinimumNormStep(norm, attacked.threat().box())
            .solve(
                Tensors.concatenate(List.of(point, origins)),
                Tensors.repeatBatch(boundary.gradient(), 2),
                Tensors.concatenate(List.of(boundary.value().neg(), way.sub(boundary.value()))));
    Tensor fromPoint = both.narrow(0, 0, attacked.size());
    Tensor fromOrigin = both.narrow(0, attacked.size(), attacked.size());
    Tensor near = Ops.clampMin(norm.perSample(fromPoint), LEAST_LENGTH);
    Tensor far = Ops.clampMin(norm.perSample(fromOrigin), LEAST_LENGTH);
    Tensor bias = PerSample.broadcast(Ops.clampMax(near.div(near.add(far)), MOST_BIAS), point);
    Tensor ahead = Ops.add(point, fromPoint, OVERSHOOT);
    Tensor anchored = Ops.add(origins, fromOrigin, OVERSHOOT);
    return ahead.add(anchored.sub(ahead).mul(bias));
  }

  /** Half as far from the clean sample as the nearest point found, or as the ball's surface. */
  private static Tensor randomStart(AttackedBatch attacked, String purpose) {
    double[] lengths = new double[attacked.size()];
    for (int i = 0; i < lengths.length; i++) {
      double length = Math.min(attacked.distance(i), attacked.threat().epsilon()) / 2;
      lengths[i] = Double.isFinite(length) ? length : 0;
    }
    Tensor length = Tensors.like(attacked.origins(), lengths, lengths.length);
    Tensor step = Starts.ofLength(attacked, length, purpose);
    return attacked.threat().clip(attacked.origins().add(step));
  }
}
