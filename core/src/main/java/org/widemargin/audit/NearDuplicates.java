package org.widemargin.audit;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.widemargin.data.Dataset;

/**
 * Finds all pairs of samples with different labels that differ by no more than a radius.
 *
 * <p>Exact, and far from comparing all pairs: the sums over stretches of a sample, each divided by
 * the root of the stretch's length, are its coordinates along orthonormal directions, so that two
 * samples are at least as far apart as their sums. Samples are sorted by the sum that spreads most,
 * and only those whose sums are near each other are compared number by number.
 */
final class NearDuplicates {
  private static final int STRETCHES = 48;

  private final List<PartAudit> parts;
  private final double radius;
  private final int elements;
  private final int[] partOf;
  private final int[] sampleOf;
  private final float[][] sums;

  private NearDuplicates(List<PartAudit> parts, double rootMeanSquare) {
    this.parts = parts;
    this.elements = parts.get(0).data().sampleShape().elements();
    this.radius = rootMeanSquare * Math.sqrt(elements);
    int total = parts.stream().mapToInt(part -> part.data().size()).sum();
    this.partOf = new int[total];
    this.sampleOf = new int[total];
    this.sums = new float[total][];
    int next = 0;
    for (int part = 0; part < parts.size(); part++) {
      for (int sample = 0; sample < parts.get(part).data().size(); sample++) {
        partOf[next] = part;
        sampleOf[next] = sample;
        next++;
      }
    }
  }

  /**
   * Finds the pairs, within a part and across parts.
   *
   * @param parts of one data set
   * @param rootMeanSquare the largest difference, as {@link NearDuplicate#distance} has it
   * @return the pairs, the nearest first
   */
  static List<NearDuplicate> of(List<PartAudit> parts, double rootMeanSquare) {
    require(
        rootMeanSquare >= 0,
        "expected a difference of near duplicates of at least 0, found %s",
        rootMeanSquare);
    return new NearDuplicates(parts, rootMeanSquare).pairs();
  }

  private List<NearDuplicate> pairs() {
    IntStream.range(0, sums.length).parallel().forEach(i -> sums[i] = sums(sample(i)));
    int widest = widest();
    int[] order =
        IntStream.range(0, sums.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> sums[i][widest]))
            .mapToInt(Integer::intValue)
            .toArray();
    // Rounding of the sums may not lose a pair.
    double reach = radius * (1 + 1e-4) + 1e-4;
    return IntStream.range(0, order.length)
        .parallel()
        .mapToObj(first -> pairsWith(order, first, widest, reach))
        .flatMap(List::stream)
        .sorted(
            Comparator.comparingDouble(NearDuplicate::distance)
                .thenComparing(NearDuplicate::part)
                .thenComparingInt(NearDuplicate::place)
                .thenComparingInt(NearDuplicate::otherPlace))
        .toList();
  }

  private List<NearDuplicate> pairsWith(int[] order, int first, int widest, double reach) {
    List<NearDuplicate> found = new ArrayList<>();
    int one = order[first];
    for (int next = first + 1; next < order.length; next++) {
      int other = order[next];
      if (sums[other][widest] - sums[one][widest] > reach) {
        break;
      }
      if (label(one) != label(other) && maybe(sums[one], sums[other], reach)) {
        double distance = distance(sample(one), sample(other));
        if (distance <= radius) {
          found.add(pair(Math.min(one, other), Math.max(one, other), distance));
        }
      }
    }
    return found;
  }

  private static boolean maybe(float[] one, float[] other, double reach) {
    double square = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = one[i] - other[i];
      square += difference * difference;
      if (square > reach * reach) {
        return false;
      }
    }
    return true;
  }

  private static double distance(float[] one, float[] other) {
    double square = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = (double) one[i] - other[i];
      square += difference * difference;
    }
    return Math.sqrt(square);
  }

  private NearDuplicate pair(int one, int other, double distance) {
    return new NearDuplicate(
        parts.get(partOf[one]).name(),
        parts.get(partOf[one]).places().get(sampleOf[one]),
        className(one),
        parts.get(partOf[other]).name(),
        parts.get(partOf[other]).places().get(sampleOf[other]),
        className(other),
        distance / Math.sqrt(elements));
  }

  private String className(int index) {
    return data(index).classNames().get(label(index));
  }

  private int label(int index) {
    return data(index).label(sampleOf[index]);
  }

  private float[] sample(int index) {
    return data(index).sample(sampleOf[index]);
  }

  private Dataset data(int index) {
    return parts.get(partOf[index]).data();
  }

  /** The coordinates of a sample along the stretches. */
  private float[] sums(float[] sample) {
    int stretches = Math.min(STRETCHES, elements);
    float[] coordinates = new float[stretches];
    for (int k = 0; k < stretches; k++) {
      int start = (int) ((long) elements * k / stretches);
      int end = (int) ((long) elements * (k + 1) / stretches);
      double sum = 0;
      for (int i = start; i < end; i++) {
        sum += sample[i];
      }
      coordinates[k] = (float) (sum / Math.sqrt(end - start));
    }
    return coordinates;
  }

  private int widest() {
    int stretches = Math.min(STRETCHES, elements);
    return IntStream.range(0, stretches)
        .boxed()
        .max(Comparator.comparingDouble(this::variance))
        .orElseThrow();
  }

  private double variance(int stretch) {
    double mean = Arrays.stream(sums).mapToDouble(own -> own[stretch]).average().orElse(0);
    return Arrays.stream(sums)
        .mapToDouble(own -> (own[stretch] - mean) * (own[stretch] - mean))
        .sum();
  }
}
