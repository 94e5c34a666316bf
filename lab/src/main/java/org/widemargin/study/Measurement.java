package org.widemargin.study;

import static org.widemargin.error.InputException.require;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.widemargin.attack.Attack;
import org.widemargin.attack.Attacks;
import org.widemargin.attack.Fgsm;
import org.widemargin.attack.IteratedGradientSign;
import org.widemargin.norm.Norm;

/**
 * What is measured of a trained network. Samples are the first ones of the test set, in file order;
 * 0 stands for all.
 */
public sealed interface Measurement {
  /**
   * What is done with each kind of measurement: a new kind does not compile until every place that
   * tells kinds apart says what it does with it.
   *
   * @param <T> the result
   */
  interface Cases<T> {
    /**
     * Called for test and validation accuracy.
     *
     * @param measurement the measurement
     * @return the result
     */
    T accuracy(Accuracy measurement);

    /**
     * Called for attacks on the network itself.
     *
     * @param measurement the measurement
     * @return the result
     */
    T whiteBox(WhiteBox measurement);

    /**
     * Called for examples from another network.
     *
     * @param measurement the measurement
     * @return the result
     */
    T blackBox(BlackBox measurement);

    /**
     * Called for examples for another network.
     *
     * @param measurement the measurement
     * @return the result
     */
    T attacker(Attacker measurement);

    /**
     * Called for robust accuracy.
     *
     * @param measurement the measurement
     * @return the result
     */
    T worstCase(WorstCase measurement);

    /**
     * Called for accuracy in noise.
     *
     * @param measurement the measurement
     * @return the result
     */
    T gaussianNoise(GaussianNoise measurement);

    /**
     * Called for distances in the course of training.
     *
     * @param measurement the measurement
     * @return the result
     */
    T distanceEvolution(DistanceEvolution measurement);

    /**
     * Called for decisions over the plane.
     *
     * @param measurement the measurement
     * @return the result
     */
    T plane(Plane measurement);

    /**
     * Called for the time of a step.
     *
     * @param measurement the measurement
     * @return the result
     */
    T cost(Cost measurement);
  }

  /**
   * The version of what is measured. Whoever changes a measurement so that the same network gives
   * another number, on purpose, raises that of its kind: it is then measured again.
   *
   * @return at least 1
   */
  default int meaning() {
    return 1;
  }

  /**
   * The other method whose network, or training, takes part.
   *
   * @return its name; empty for most
   */
  default Optional<String> other() {
    return Optional.empty();
  }

  /**
   * Whether it is also counted how often the class is among the five first, in quantities that
   * {@link Quantities#topFive} names.
   *
   * @return false for most
   */
  default boolean countsTopFive() {
    return false;
  }

  /**
   * Calls the case of this kind.
   *
   * @param cases one for each kind
   * @param <T> the result
   * @return what the case returns
   */
  <T> T match(Cases<T> cases);

  /**
   * Test and validation accuracy, of the network with the best validation accuracy and of the last
   * step's.
   *
   * @param samples how many test samples; 0 for all
   * @param topFive whether to count also, in a quantity of its own, how often the class is among
   *     the five first; absent for not
   */
  record Accuracy(int samples, @Nullable Boolean topFive) implements Measurement {
    /** Checks the range. */
    public Accuracy {
      requireSamples(samples);
      topFive = trueOrAbsent(topFive);
    }

    /**
     * Without the five first.
     *
     * @param samples how many test samples; 0 for all
     */
    public Accuracy(int samples) {
      this(samples, /* topFive= */ null);
    }

    static Accuracy defaults() {
      return new Accuracy(/* samples= */ 0);
    }

    @Override
    public boolean countsTopFive() {
      return topFive != null;
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.accuracy(this);
    }
  }

  /**
   * Accuracy under attacks in the maximum norm that see the network itself. Every epsilon is
   * attacked on its own, as in the paper.
   *
   * @param attacks names of {@link Attacks#NAMES}, each a curve of its own
   * @param epsilons the radii
   * @param samples how many test samples
   * @param topFive whether to count also, at the points where attacks end, how often the class is
   *     among the five first, in a curve of its own; absent for not
   */
  record WhiteBox(
      List<String> attacks, List<Double> epsilons, int samples, @Nullable Boolean topFive)
      implements Measurement {
    /** Checks names and ranges. */
    public WhiteBox {
      attacks = known(attacks);
      epsilons = radii(epsilons);
      requireSamples(samples);
      topFive = trueOrAbsent(topFive);
    }

    /**
     * Without the five first.
     *
     * @param attacks names of {@link Attacks#NAMES}
     * @param epsilons the radii
     * @param samples how many test samples
     */
    public WhiteBox(List<String> attacks, List<Double> epsilons, int samples) {
      this(attacks, epsilons, samples, /* topFive= */ null);
    }

    @Override
    public boolean countsTopFive() {
      return topFive != null;
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.whiteBox(this);
    }
  }

  /**
   * Accuracy on adversarial examples made on another method's network of the same seed (paper,
   * figures 6 and 14).
   *
   * @param attack how they are made
   * @param source the method whose network they are made on
   * @param epsilons the radii in the maximum norm
   * @param samples how many test samples
   * @param topFive whether to count also how often the class is among the five first, in a curve of
   *     its own; absent for not
   */
  record BlackBox(
      Transferred attack,
      String source,
      List<Double> epsilons,
      int samples,
      @Nullable Boolean topFive)
      implements Measurement {
    /** Checks the ranges. */
    public BlackBox {
      epsilons = radii(epsilons);
      requireSamples(samples);
      topFive = trueOrAbsent(topFive);
    }

    @Override
    public boolean countsTopFive() {
      return topFive != null;
    }

    /** Since version 2, what is misclassified clean does not count as having withstood. */
    @Override
    public int meaning() {
      return 2;
    }

    @Override
    public Optional<String> other() {
      return Optional.of(source);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.blackBox(this);
    }
  }

  /**
   * Another method's accuracy on adversarial examples made on this one's network (paper, figures 15
   * and 16).
   *
   * @param attack how they are made
   * @param target the method that is attacked
   * @param epsilons the radii in the maximum norm
   * @param samples how many test samples
   */
  record Attacker(Transferred attack, String target, List<Double> epsilons, int samples)
      implements Measurement {
    /** Checks the ranges. */
    public Attacker {
      epsilons = radii(epsilons);
      requireSamples(samples);
    }

    /** Since version 2, what is misclassified clean does not count as having withstood. */
    @Override
    public int meaning() {
      return 2;
    }

    @Override
    public Optional<String> other() {
      return Optional.of(target);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.attacker(this);
    }
  }

  /** An attack whose last point is tried on other networks. */
  enum Transferred {
    /** One step along the sign of the gradient. */
    FGSM,
    /** Many small ones, all of them made whether or not the source is already fooled. */
    IFGSM;

    /**
     * The attack.
     *
     * @return with its standard settings
     */
    public Attack attack() {
      return switch (this) {
        case FGSM -> new Fgsm();
        case IFGSM -> IteratedGradientSign.ifgsm();
      };
    }
  }

  /**
   * Robust accuracy: what stands every one of several attacks, the worst case for each sample. A
   * sample broken in a small ball counts as broken in the larger ones.
   *
   * @param attacks names of {@link Attacks#NAMES}, such as {@code autoattack}
   * @param norm of the attacks
   * @param epsilons the radii
   * @param samples how many test samples
   */
  record WorstCase(List<String> attacks, Norm norm, List<Double> epsilons, int samples)
      implements Measurement {
    /** Checks names and ranges. */
    public WorstCase {
      attacks = known(attacks);
      epsilons = radii(epsilons);
      requireSamples(samples);
    }

    static WorstCase defaults(List<String> attacks, List<Double> epsilons, int samples) {
      return new WorstCase(attacks, /* norm= */ Norm.LINF, epsilons, samples);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.worstCase(this);
    }
  }

  /**
   * Accuracy in Gaussian noise (paper, figure 7).
   *
   * @param deviations standard deviations of the noise on every pixel
   * @param samples how many test samples
   */
  record GaussianNoise(List<Double> deviations, int samples) implements Measurement {
    /** Checks the ranges. */
    public GaussianNoise {
      deviations = radii(deviations);
      requireSamples(samples);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.gaussianNoise(this);
    }
  }

  /**
   * The mean distance to the boundary at every layer, as it was measured at every evaluation of the
   * training in the norm of its margin (paper, figures 17 to 19).
   */
  record DistanceEvolution() implements Measurement {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.distanceEvolution(this);
    }
  }

  /**
   * The decisions of a two-class network over the plane, and its accuracy on the training and test
   * points (paper, figure 1b).
   *
   * @param columns of the grid, at least 2
   * @param rows of the grid, at least 2
   */
  record Plane(int columns, int rows) implements Measurement {
    /** Checks the ranges. */
    public Plane {
      require(
          columns >= 2 && rows >= 2,
          "plane: expected at least 2 columns and rows, found %d and %d",
          columns,
          rows);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.plane(this);
    }
  }

  /**
   * The time of a training step, beside that of another method, step by step in turn (paper,
   * section 4.1). Not the same twice.
   *
   * @param baseline the other method
   * @param steps how many of each are timed, at least 1
   */
  record Cost(String baseline, int steps) implements Measurement {
    /** Checks the range. */
    public Cost {
      require(steps >= 1, "cost: expected steps of at least 1, found %d", steps);
    }

    @Override
    public Optional<String> other() {
      return Optional.of(baseline);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.cost(this);
    }
  }

  private static List<String> known(List<String> names) {
    Attacks.named(names, Norm.LINF);
    return List.copyOf(names);
  }

  /** Saying no is saying nothing: a line of before stays the same measurement. */
  private static @Nullable Boolean trueOrAbsent(@Nullable Boolean topFive) {
    return Boolean.TRUE.equals(topFive) ? topFive : null;
  }

  private static List<Double> radii(List<Double> values) {
    require(!values.isEmpty(), "expected at least one epsilon or deviation, found none");
    for (double value : values) {
      require(
          value >= 0 && Double.isFinite(value),
          "expected epsilons and deviations of at least 0, found %s",
          value);
    }
    return List.copyOf(values);
  }

  private static void requireSamples(int samples) {
    require(samples >= 0, "expected samples of at least 1, or 0 for all, found %d", samples);
  }
}
