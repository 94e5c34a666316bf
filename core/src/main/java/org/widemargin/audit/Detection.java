package org.widemargin.audit;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well a score finds labels that are known to be wrong. Samples without a score do not count.
 *
 * @param score its name
 * @param outOfSample whether the networks had not learned from the samples that they judged
 * @param samples how many were scored
 * @param wrong how many of them have a wrong label
 * @param auroc the probability that a wrong label looks more suspicious than a right one, ties
 *     counting half
 * @param averagePrecision the precision in the mean over the wrong labels, in the order of
 *     suspicion; equal scores are taken together
 * @param precisionAtWrong the share of wrong labels among the {@code wrong} most suspicious samples
 */
public record Detection(
    String score,
    boolean outOfSample,
    int samples,
    int wrong,
    double auroc,
    double averagePrecision,
    double precisionAtWrong) {

  /**
   * Measures every score.
   *
   * @param scores of the samples
   * @param wrong which labels are known to be wrong
   * @param outOfSample whether the networks had not learned from the samples
   * @return one for each score, in their order; none for a score that too few samples have, so that
   *     no label among them is wrong, or none is right
   */
  static List<Detection> of(SampleScores scores, boolean[] wrong, boolean outOfSample) {
    List<Detection> all = new ArrayList<>();
    for (String name : scores.names()) {
      int[] known =
          IntStream.range(0, wrong.length)
              .filter(sample -> !Double.isNaN(scores.suspicion(name, sample)))
              .toArray();
      double[] suspicion =
          Arrays.stream(known).mapToDouble(sample -> scores.suspicion(name, sample)).toArray();
      boolean[] truth = new boolean[known.length];
      for (int i = 0; i < known.length; i++) {
        truth[i] = wrong[known[i]];
      }
      if (hasBoth(truth)) {
        all.add(of(name, outOfSample, suspicion, truth));
      }
    }
    return all;
  }

  private static boolean hasBoth(boolean[] wrong) {
    long count = IntStream.range(0, wrong.length).filter(i -> wrong[i]).count();
    return count > 0 && count < wrong.length;
  }

  /**
   * Measures one score.
   *
   * @param name of the score
   * @param outOfSample whether the networks had not learned from the samples
   * @param suspicion the higher, the more suspicious; no NaN
   * @param wrong which labels are wrong
   * @return the figures
   * @throws org.widemargin.error.InputException if no label is wrong, or none is right
   */
  static Detection of(String name, boolean outOfSample, double[] suspicion, boolean[] wrong) {
    int total = suspicion.length;
    int positives = (int) IntStream.range(0, total).filter(i -> wrong[i]).count();
    require(
        positives > 0 && positives < total,
        "score '%s': expected wrong and right labels to tell apart, found %d wrong of %d",
        name,
        positives,
        total);
    int[] order =
        IntStream.range(0, total)
            .boxed()
            .sorted((a, b) -> Double.compare(suspicion[b], suspicion[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    double pairs = 0;
    double precision = 0;
    int found = 0;
    int start = 0;
    while (start < total) {
      int end = start;
      int level = 0;
      while (end < total && suspicion[order[end]] == suspicion[order[start]]) {
        level += wrong[order[end]] ? 1 : 0;
        end++;
      }
      int rightLevel = end - start - level;
      int rightBelow = total - positives - (start - found) - rightLevel;
      pairs += level * (rightBelow + 0.5 * rightLevel);
      found += level;
      precision += level * (found / (double) end);
      start = end;
    }
    int atTop = (int) Arrays.stream(order).limit(positives).filter(i -> wrong[i]).count();
    return new Detection(
        name,
        outOfSample,
        total,
        positives,
        pairs / ((double) positives * (total - positives)),
        precision / positives,
        atTop / (double) positives);
  }
}
