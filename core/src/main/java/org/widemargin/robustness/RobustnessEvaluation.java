package org.widemargin.robustness;

import static org.widemargin.error.InputException.require;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.widemargin.attack.Attack;
import org.widemargin.attack.AttackRun;
import org.widemargin.attack.Fgsm;
import org.widemargin.attack.IteratedGradientSign;
import org.widemargin.attack.ThreatModel;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.Accuracy;
import org.widemargin.evaluate.AccuracyEvaluation;
import org.widemargin.evaluate.Batches;
import org.widemargin.evaluate.Classifier;
import org.widemargin.evaluate.Decision;
import org.widemargin.evaluate.NoiseEvaluation;
import org.widemargin.norm.Norm;

/**
 * The paper's evaluation in the maximum norm, with the iterated attack on the logit margin beside
 * it so that a masked gradient flatters nobody.
 *
 * @param epsilons the radii, each at least 0; at 0 every column equals the clean one
 * @param seed of the noise
 * @param batchSize how many samples at once
 */
public record RobustnessEvaluation(List<Double> epsilons, long seed, int batchSize) {
  /**
   * The attacks, in order: the paper's two, and the second one's budget on the logit margin. Where
   * that lies far below the former two, their gradient was masked.
   */
  public static final List<Attack> ATTACKS =
      List.of(new Fgsm(), IteratedGradientSign.ifgsm(), IteratedGradientSign.onMargin());

  private static final String TOP_FIVE = ", top 5";

  /** Checks the radii. */
  public RobustnessEvaluation {
    epsilons = List.copyOf(epsilons);
    for (double epsilon : epsilons) {
      require(
          epsilon >= 0 && Double.isFinite(epsilon),
          "expected epsilons of at least 0, found %s",
          epsilon);
    }
  }

  /**
   * Evaluates on every sample of a data set.
   *
   * @param classifier whom
   * @param dataset on what; its valid range is kept
   * @return the accuracies
   */
  public RobustnessTable of(Classifier classifier, Dataset dataset) {
    return of(classifier, dataset, Batches.first(dataset.size()));
  }

  /** Learns of each accuracy when it is measured. */
  @FunctionalInterface
  public interface Listener {
    /** Hears nothing. */
    Listener SILENT = (measurement, epsilon, accuracy) -> {};

    /**
     * An accuracy was measured.
     *
     * @param measurement {@code clean}, {@code noise} or an attack's name; with ", top 5" behind
     *     it, where a sample is right if its class is among the five first
     * @param epsilon its size; 0 for clean samples
     * @param accuracy from 0 to 1
     */
    void measured(String measurement, double epsilon, double accuracy);
  }

  /**
   * Evaluates on chosen samples.
   *
   * @param classifier whom
   * @param dataset where the samples come from
   * @param samples which of them
   * @return the accuracies
   */
  public RobustnessTable of(Classifier classifier, Dataset dataset, int[] samples) {
    return of(classifier, dataset, samples, Listener.SILENT);
  }

  /**
   * Evaluates on chosen samples, and tells how it goes.
   *
   * @param classifier whom
   * @param dataset where the samples come from
   * @param samples which of them
   * @param listener learns of each accuracy when it is measured
   * @return the accuracies
   */
  public RobustnessTable of(
      Classifier classifier, Dataset dataset, int[] samples, Listener listener) {
    NoiseTable inNoise = withoutAttacks(classifier, dataset, samples, listener);
    Map<String, Map<Double, Double>> attacks = new LinkedHashMap<>();
    for (Attack attack : ATTACKS) {
      attacks.put(
          attack.name(),
          column(
              attack.name(),
              listener,
              epsilon -> robust(attack, epsilon, classifier, dataset, samples)));
    }
    return new RobustnessTable(
        samples.length,
        inNoise.clean(),
        inNoise.noise(),
        attacks,
        topFive(classifier, dataset, samples, listener));
  }

  /** Where five are half of the classes or more they say little. */
  private @Nullable TopFiveTable topFive(
      Classifier classifier, Dataset dataset, int[] samples, Listener listener) {
    if (dataset.classes() <= 2 * Decision.TOP_FIVE) {
      return null;
    }
    double clean =
        AccuracyEvaluation.among(classifier, dataset, samples, batchSize, Decision.TOP_FIVE)
            .fraction();
    listener.measured("clean" + TOP_FIVE, 0, clean);
    Map<Double, Double> noise =
        column(
            "noise" + TOP_FIVE,
            listener,
            epsilon ->
                new NoiseEvaluation(epsilon, classifier.validRange(dataset), seed)
                    .withstoodAmong(classifier, dataset, samples, batchSize, Decision.TOP_FIVE)
                    .fraction());
    Map<String, Map<Double, Double>> attacks = new LinkedHashMap<>();
    for (Attack attack : ATTACKS) {
      attacks.put(
          attack.name(),
          column(
              attack.name() + TOP_FIVE,
              listener,
              epsilon -> amongFive(attack, epsilon, classifier, dataset, samples)));
    }
    return new TopFiveTable(clean, noise, attacks);
  }

  /** Misclassified samples must be moved too: their class may well be the second. */
  private double amongFive(
      Attack attack, double epsilon, Classifier classifier, Dataset dataset, int[] samples) {
    return under(epsilon, classifier, dataset)
        .toTheEnd(attack, classifier, dataset, samples)
        .topFiveAccuracy()
        .orElseThrow();
  }

  /**
   * Evaluates without attacks, clean and in noise with the epsilons as standard deviations.
   *
   * @param classifier whom
   * @param dataset where the samples come from
   * @param samples which of them
   * @return the accuracies
   */
  public NoiseTable withoutAttacks(Classifier classifier, Dataset dataset, int[] samples) {
    return withoutAttacks(classifier, dataset, samples, Listener.SILENT);
  }

  private NoiseTable withoutAttacks(
      Classifier classifier, Dataset dataset, int[] samples, Listener listener) {
    Accuracy clean = AccuracyEvaluation.of(classifier, dataset, samples, batchSize);
    listener.measured("clean", 0, clean.fraction());
    return new NoiseTable(
        samples.length,
        clean.fraction(),
        column("noise", listener, epsilon -> inNoise(epsilon, classifier, dataset, samples)));
  }

  private Map<Double, Double> column(
      String measurement, Listener listener, Function<Double, Double> accuracy) {
    Map<Double, Double> column = new TreeMap<>();
    for (double epsilon : epsilons) {
      double measured = accuracy.apply(epsilon);
      listener.measured(measurement, epsilon, measured);
      column.put(epsilon, measured);
    }
    return column;
  }

  private double inNoise(double epsilon, Classifier classifier, Dataset dataset, int[] samples) {
    return new NoiseEvaluation(epsilon, classifier.validRange(dataset), seed)
        .withstood(classifier, dataset, samples, batchSize)
        .fraction();
  }

  private double robust(
      Attack attack, double epsilon, Classifier classifier, Dataset dataset, int[] samples) {
    return under(epsilon, classifier, dataset)
        .run(attack, classifier, dataset, samples)
        .robustAccuracy();
  }

  private AttackRun under(double epsilon, Classifier classifier, Dataset dataset) {
    return new AttackRun(
        new ThreatModel(Norm.LINF, epsilon, classifier.validRange(dataset)), seed, batchSize);
  }
}
