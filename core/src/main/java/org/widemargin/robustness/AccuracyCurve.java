package org.widemargin.robustness;

import static org.widemargin.error.InputException.require;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.MinimumNormRun;
import org.widemargin.attack.SampleOutcome;
import org.widemargin.attack.SampleOutcome.Status;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.Classifier;

/**
 * Robust accuracy as a function of epsilon. Immutable.
 *
 * <p>It is kept as each sample's smallest known adversarial distance: 0 for a sample that is wrong
 * clean, infinity for one that nothing broke.
 */
public final class AccuracyCurve {
  private final double[] distances;

  private AccuracyCurve(double[] distances) {
    this.distances = distances;
  }

  /**
   * The curve of minimum-norm attacks, the worst case for each sample over all of them.
   *
   * @param results of {@link MinimumNormRun} with the same norm on the same samples
   * @return the curve
   * @throws org.widemargin.error.InputException if there is none or the samples differ
   */
  public static AccuracyCurve ofDistances(List<AttackResult> results) {
    require(!results.isEmpty(), "expected the result of at least one attack, found none");
    double[] distances = distances(results.get(0));
    for (AttackResult result : results) {
      require(
          samples(result).equals(samples(results.get(0)))
              && result.threat().norm().equals(results.get(0).threat().norm()),
          "expected results of one norm on the same samples, those of %s and %s differ",
          results.get(0).attack(),
          result.attack());
      double[] others = distances(result);
      Arrays.setAll(distances, i -> Math.min(distances[i], others[i]));
    }
    return new AccuracyCurve(distances);
  }

  /**
   * The curve of known distances.
   *
   * @param distances each sample's smallest known adversarial distance: 0 where it is wrong clean,
   *     infinity where nothing broke it; at least one
   * @return the curve
   * @throws org.widemargin.error.InputException if there is none, or one is negative or NaN
   */
  public static AccuracyCurve of(double... distances) {
    require(distances.length > 0, "expected at least one distance, found none");
    for (double distance : distances) {
      require(distance >= 0, "expected distances of at least 0, found %s", distance);
    }
    return new AccuracyCurve(distances.clone());
  }

  /**
   * The worst case over several attacks within a ball, at some epsilons. A sample broken in a small
   * ball is broken in every larger one, so the larger ones are tried only on those that still
   * stand.
   *
   * @param suite the attacks; its epsilon is replaced
   * @param epsilons the radii to try, in any order; at least one
   * @param classifier whom to attack
   * @param dataset where the samples come from
   * @param samples which of them
   * @return the curve, exact at the epsilons tried
   * @throws org.widemargin.error.InputException if there is no epsilon, or as for {@link
   *     AttackSuite}
   */
  public static AccuracyCurve ofBalls(
      AttackSuite suite,
      List<Double> epsilons,
      Classifier classifier,
      Dataset dataset,
      int[] samples) {
    require(!epsilons.isEmpty(), "expected at least one epsilon, found none");
    double[] distances = new double[samples.length];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    for (double epsilon : new TreeSet<>(epsilons)) {
      int[] standing = positions(distances);
      if (standing.length == 0) {
        break;
      }
      int[] left = Arrays.stream(standing).map(i -> samples[i]).toArray();
      SuiteState state =
          suite.withEpsilon(epsilon).run(classifier, dataset, left, (reached, examples) -> {});
      for (int i = 0; i < standing.length; i++) {
        distances[standing[i]] = distance(state.verdicts().get(i).status(), epsilon);
      }
    }
    return new AccuracyCurve(distances);
  }

  /**
   * The share of samples that are right and that nothing is known to break within a radius.
   *
   * @param epsilon at least 0; at 0 this is the clean accuracy
   * @return from 0 to 1
   */
  public double at(double epsilon) {
    long robust = Arrays.stream(distances).filter(distance -> distance > epsilon).count();
    return robust / (double) distances.length;
  }

  /**
   * The smallest known adversarial distance of each sample.
   *
   * @return in order, a fresh array: 0 where wrong clean, infinity where nothing broke it
   */
  public double[] distances() {
    return distances.clone();
  }

  /**
   * The median distance.
   *
   * @return half of the samples are broken at this radius; infinity if fewer are
   */
  public double median() {
    double[] sorted = distances();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double[] distances(AttackResult result) {
    return result.outcomes().stream()
        .mapToDouble(each -> distance(each.status(), each.distance()))
        .toArray();
  }

  private static double distance(Status status, double ofExample) {
    return switch (status) {
      case MISCLASSIFIED -> 0;
      case BROKEN -> ofExample;
      case STANDING -> Double.POSITIVE_INFINITY;
    };
  }

  private static List<Integer> samples(AttackResult result) {
    return result.outcomes().stream().map(SampleOutcome::sample).toList();
  }

  /** Where nothing broke a sample yet. */
  private static int[] positions(double[] distances) {
    return IntStream.range(0, distances.length)
        .filter(i -> Double.isInfinite(distances[i]))
        .toArray();
  }
}
