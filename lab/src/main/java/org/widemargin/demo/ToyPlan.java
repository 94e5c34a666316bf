package org.widemargin.demo;

import static org.widemargin.InputException.require;
import static org.widemargin.config.Change.set;

import java.util.List;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.margin.MarginSpec;
import org.widemargin.norm.Norm;

/**
 * The toy of Figure 1(b): a network of four layers on few points of two interleaved classes in the
 * plane.
 *
 * @param seed of the points and the weights
 * @param trainPoints how many points it learns from, an even number of at least 2
 * @param testPoints how many it is tested on, an even number of at least 2
 * @param noise the standard deviation of the points around their curves, in the curves' radius
 * @param widths of the hidden layers
 * @param steps of the optimiser, each on all training points
 * @param learningRate of Adam at the start; it falls to 0 along a half cosine
 * @param margin the loss beside cross-entropy
 */
public record ToyPlan(
    long seed,
    int trainPoints,
    int testPoints,
    double noise,
    List<Integer> widths,
    int steps,
    double learningRate,
    MarginSpec margin) {
  /** Checks the ranges. */
  public ToyPlan {
    widths = List.copyOf(widths);
    requireEven("training", trainPoints);
    requireEven("test", testPoints);
    require(noise >= 0 && Double.isFinite(noise), "expected noise of at least 0, found %s", noise);
    require(steps > 0, "expected at least 1 step, found %d", steps);
    require(learningRate > 0, "expected a learning rate above 0, found %s", learningRate);
  }

  /**
   * As in the paper, 10 000 steps; the margin is asked for at the input, linearised at the
   * boundary.
   *
   * @return the plan
   */
  public static ToyPlan standard() {
    MarginSpec margin =
        MarginSpec.defaults()
            .with(
                set(MarginSpec::norm).to(Norm.L2),
                set(MarginSpec::layers).to(LayerChoice.parse("input")),
                set(MarginSpec::gamma).to(0.5),
                set(MarginSpec::gradient).to(GradientMode.Boundary.measuring(2)),
                set(MarginSpec::crossEntropyWeight).to(0.1));
    return new ToyPlan(1, 24, 1000, 0.1, List.of(64, 64, 64), 10_000, 1e-3, margin);
  }

  /**
   * The same with other points and weights.
   *
   * @param other the seed
   * @return a new plan
   */
  public ToyPlan withSeed(long other) {
    return new ToyPlan(other, trainPoints, testPoints, noise, widths, steps, learningRate, margin);
  }

  /**
   * The same with another number of steps.
   *
   * @param count of the optimiser
   * @return a new plan
   */
  public ToyPlan withSteps(int count) {
    return new ToyPlan(seed, trainPoints, testPoints, noise, widths, count, learningRate, margin);
  }

  private static void requireEven(String what, int points) {
    require(
        points >= 2 && points % 2 == 0,
        "expected an even number of %s points, half for each class, found %d",
        what,
        points);
  }
}
