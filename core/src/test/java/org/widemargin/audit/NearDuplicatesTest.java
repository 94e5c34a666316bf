package org.widemargin.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.data.Dataset;

class NearDuplicatesTest {
  private static PartAudit part(String name, Dataset data) {
    SampleScores scores =
        new SampleScores(new int[data.size()], Map.of("gap", new double[data.size()]));
    List<Integer> places = IntStream.range(100, 100 + data.size()).boxed().toList();
    return new PartAudit(name, data, places, scores, null, null);
  }

  /** Rows in clusters, some of them equal to the last bit. */
  private static Dataset rows(int size, int features, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[size * features];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      int center = random.nextInt(size / 4 + 1);
      SplittableRandom own = new SplittableRandom(center);
      double noise = random.nextInt(3) * 0.02;
      for (int j = 0; j < features; j++) {
        values[i * features + j] = (float) (own.nextDouble() + noise * (random.nextDouble() - 0.5));
      }
      labels[i] = random.nextInt(3);
    }
    return Dataset.table("rows", features, values, labels, List.of("a", "b", "c"));
  }

  /** Every pair. */
  private static List<NearDuplicate> slowly(List<PartAudit> parts, double radius) {
    List<NearDuplicate> found = new ArrayList<>();
    for (int p = 0; p < parts.size(); p++) {
      for (int q = p; q < parts.size(); q++) {
        Dataset one = parts.get(p).data();
        Dataset other = parts.get(q).data();
        for (int i = 0; i < one.size(); i++) {
          for (int j = p == q ? i + 1 : 0; j < other.size(); j++) {
            double distance = distance(one.sample(i), other.sample(j));
            if (one.label(i) != other.label(j) && distance <= radius) {
              found.add(
                  new NearDuplicate(
                      parts.get(p).name(),
                      100 + i,
                      one.classNames().get(one.label(i)),
                      parts.get(q).name(),
                      100 + j,
                      other.classNames().get(other.label(j)),
                      distance));
            }
          }
        }
      }
    }
    return found;
  }

  private static double distance(float[] one, float[] other) {
    double square =
        IntStream.range(0, one.length)
            .mapToDouble(i -> (double) one[i] - other[i])
            .map(d -> d * d)
            .sum();
    return Math.sqrt(square / one.length);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.001", "3, 0.004", "49, 0.01", "200, 0.01", "200, 0", "7, 10"})
  void findsWhatComparingAllPairsFinds(int features, double radius) {
    List<PartAudit> parts =
        List.of(part("train", rows(80, features, 1)), part("test", rows(30, features, 2)));
    List<NearDuplicate> expected = slowly(parts, radius);
    List<NearDuplicate> found = NearDuplicates.of(parts, radius);
    assertThat(expected).isNotEmpty();
    Comparator<NearDuplicate> order =
        Comparator.comparing(NearDuplicate::part)
            .thenComparing(NearDuplicate::otherPart)
            .thenComparingInt(NearDuplicate::place)
            .thenComparingInt(NearDuplicate::otherPlace);
    List<NearDuplicate> sorted = found.stream().sorted(order).toList();
    List<NearDuplicate> all = expected.stream().sorted(order).toList();
    assertThat(sorted).hasSameSizeAs(all);
    for (int i = 0; i < all.size(); i++) {
      assertThat(sorted.get(i))
          .usingRecursiveComparison()
          .ignoringFields("distance")
          .isEqualTo(all.get(i));
      assertThat(sorted.get(i).distance()).isCloseTo(all.get(i).distance(), within(1e-9));
    }
    assertThat(found).isSortedAccordingTo(Comparator.comparingDouble(NearDuplicate::distance));
  }
}
