package org.widemargin.distance;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.boundary.Competitors;
import org.widemargin.data.ValidRange;
import org.widemargin.distance.BoundarySearch.Found;
import org.widemargin.network.Activations;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.norm.Box;
import org.widemargin.norm.MinimumNormStep;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * A minimum-norm search for the nearest point that is not of the sample's class: what the
 * linearised distances estimate.
 *
 * <p>From each of several directions the first crossing is found by bisection; then the step is
 * shortened, again and again, by the shortest step onto the boundary linearised at the crossing, as
 * in DeepFool (Moosavi-Dezfooli et al., 2016) and FAB (Croce and Hein, 2020). The directions are
 * the linearised steps against the strongest competitors, the same linearised again at the
 * boundary, the shortest steps onto random hyperplanes, and random directions.
 *
 * <p>What is returned is an upper bound that is really attained: at the returned point some other
 * class scores at least as high as the sample's own. For a linear model it is the distance itself;
 * for a network nothing short of an exhaustive search can promise that.
 *
 * @param norm the p-norm to be least
 * @param competitors how many of the strongest ones give directions, at least 1
 * @param randomDirections how many there are beside, at least 0
 * @param refinements how often each direction's step is shortened, at least 0
 * @param seed of the random directions
 */
public record TrueDistance(
    Norm norm, int competitors, int randomDirections, int refinements, long seed) {
  private static final int DEFAULT_COMPETITORS = 3;
  private static final int DEFAULT_RANDOM_DIRECTIONS = 4;
  private static final int DEFAULT_REFINEMENTS = 12;

  /**
   * How finely a crossing is located while steps are being shortened, relative to its distance: by
   * so much a result may differ from that of a search with fewer refinements.
   */
  static final double PRECISION = 1e-4;

  /** How often a start is linearised again before its direction is searched. */
  private static final int RELINEARISATIONS = 3;

  /** Checks the ranges. */
  public TrueDistance {
    require(competitors > 0, "expected at least 1 competitor, found %d", competitors);
    require(
        randomDirections >= 0,
        "expected random directions of at least 0, found %d",
        randomDirections);
    require(refinements >= 0, "expected refinements of at least 0, found %d", refinements);
  }

  /**
   * A search that is thorough for networks of the size of the paper's.
   *
   * @param norm the p-norm
   * @return the search
   */
  public static TrueDistance of(Norm norm) {
    return new TrueDistance(
        norm, DEFAULT_COMPETITORS, DEFAULT_RANDOM_DIRECTIONS, DEFAULT_REFINEMENTS, 0);
  }

  /**
   * The nearest points that were found.
   *
   * @param distances {@code [N]}: 0 for a sample that is misclassified, infinite where no other
   *     class was found
   * @param points {@code [N, ...]}: where some other class scores at least as high as the sample's
   *     own; the sample itself where none was found
   */
  public record Nearest(Tensor distances, Tensor points) {
    /**
     * The distances as numbers.
     *
     * @return one for each sample
     */
    public double[] toDoubles() {
      return Tensors.toDoubles(distances);
    }
  }

  /**
   * Searches at the input of a network, within its valid range, or at a hidden layer.
   *
   * @param network in inference mode
   * @param layer a layer below the logits
   * @param input {@code [N, ...]}
   * @param labels int64 {@code [N]}
   * @return what was found, in the innermost scope
   */
  public Nearest at(Network network, String layer, Tensor input, Tensor labels) {
    return at(network, layer, input, labels, network.spec().input().validRange());
  }

  /**
   * Searches at the input of a network, within a range, or at a hidden layer.
   *
   * @param network in inference mode
   * @param layer a layer below the logits
   * @param input {@code [N, ...]}
   * @param labels int64 {@code [N]}
   * @param range the box of valid inputs, if there is one; hidden layers have none
   * @return what was found, in the innermost scope
   */
  public Nearest at(
      Network network, String layer, Tensor input, Tensor labels, Optional<ValidRange> range) {
    network.spec().requireLayer(layer);
    if (layer.equals(Activations.INPUT)) {
      return of(network::logits, input, labels, range);
    }
    return of(
        value -> network.logitsFrom(layer, value, Mode.INFERENCE),
        activation(network, layer, input),
        labels,
        Optional.empty());
  }

  private static Tensor activation(Network network, String layer, Tensor input) {
    try (Scope scope = Scope.open()) {
      return scope.keep(
          Autograd.withoutGradient(
              () -> network.forward(input, Mode.INFERENCE).get(layer).detach()));
    }
  }

  /**
   * Searches for any model.
   *
   * @param logits of a value {@code [M, ...]}, {@code [M, C]}, each sample by itself;
   *     differentiable
   * @param origin {@code [N, ...]}, inside the box
   * @param labels int64 {@code [N]}
   * @param range the box of valid values, if there is one
   * @return what was found, in the innermost scope
   */
  public Nearest of(
      UnaryOperator<Tensor> logits, Tensor origin, Tensor labels, Optional<ValidRange> range) {
    Box box = new Box(range);
    try (Scope scope = Scope.open()) {
      Tensor plain = origin.detach();
      BoundarySearch search = new BoundarySearch(logits, plain, labels, norm, box);
      Found best = search.atOrigin();
      for (Tensor direction : directions(logits, search, plain, labels, box)) {
        Found start = search.along(direction);
        best = best.shorter(start).shorter(search.refine(start, refinements));
      }
      best = search.exactly(best);
      return new Nearest(scope.keep(best.length()), scope.keep(search.point(best.step())));
    }
  }

  private List<Tensor> directions(
      UnaryOperator<Tensor> logits, BoundarySearch search, Tensor origin, Tensor labels, Box box) {
    MinimumNormStep projection = new MinimumNormStep(norm, box);
    List<Tensor> directions = new ArrayList<>();
    for (Tensor competitor : strongest(logits, origin, labels)) {
      Tensor step = Tensors.fullLike(origin, 0);
      for (int i = 0; i <= RELINEARISATIONS; i++) {
        step = projection.solveAt(value -> search.gap(value, competitor), origin, step);
        if (i == 0 || i == RELINEARISATIONS) {
          directions.add(step);
        }
      }
    }
    for (int i = 0; i < randomDirections; i++) {
      Tensor drawn = drawn(origin, i);
      // Steps onto hyperplanes are short for the norm; but in l1 they are along an axis and in
      // l-inf
      // along a diagonal, so every second direction is any.
      directions.add(
          i % 2 == 0
              ? projection.solve(origin, drawn, norm.dual().perSample(drawn))
              : drawn.div(PerSample.broadcast(norm.perSample(drawn), drawn)));
    }
    return directions;
  }

  private List<Tensor> strongest(UnaryOperator<Tensor> logits, Tensor origin, Tensor labels) {
    try (Scope scope = Scope.open()) {
      Tensor scores = Autograd.withoutGradient(() -> logits.apply(origin));
      int count = Math.min(competitors, Math.toIntExact(scores.size(1)) - 1);
      return Competitors.strongest(scores, labels, count).ranks().stream()
          .map(rank -> scope.keep(rank.contiguous()))
          .toList();
    }
  }

  /** A normal draw for each element, the same for every sample, whichever batch it is in. */
  private Tensor drawn(Tensor like, int index) {
    SplittableRandom random = RandomStream.of(seed, "direction", index);
    long[] shape = Tensors.shape(like);
    double[] values = new double[Math.toIntExact(like.numel() / shape[0])];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    shape[0] = 1;
    return Tensors.fullLike(like, 0).add(Tensors.like(like, values, shape));
  }
}
