package org.widemargin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.widemargin.error.InputException;

/** By a clock that the variants themselves move on. */
class TimingsTest {
  private long now;
  private final List<String> order = new ArrayList<>();

  private Variant variant(String name, long... milliseconds) {
    int[] runs = {0};
    return new Variant(
        name,
        () -> {
          order.add(name);
          now += milliseconds[runs[0]++ % milliseconds.length] * 1_000_000;
        });
  }

  @Test
  void takesMediansByTurns() {
    Timings timings =
        Timings.interleaved(
            List.of(variant("a", 500, 100, 9000), variant("b", 1000)), 0, () -> now);
    assertThat(order).hasSize(12);
    for (int round = 0; round < 3; round++) {
      String first = Timings.order(2, round)[0] == 0 ? "a" : "b";
      String second = first.equals("a") ? "b" : "a";
      assertThat(order.subList(4 * round, 4 * round + 4))
          .as("each runs once without counting and once timed")
          .containsExactly(first, first, second, second);
    }
    assertThat(timings.rounds()).isEqualTo(3);
    assertThat(timings.median("a")).isEqualTo(500);
    assertThat(timings.medians()).containsExactly(entry("a", 500), entry("b", 1000));
  }

  @Test
  void theFirstOfATurnDoesNotCountAndShortVariantsAreRepeated() {
    Timings timings =
        Timings.interleaved(
            List.of(variant("short", 30, 20, 20, 20), variant("long", 80, 70)), 0, () -> now);
    List<String> shorts = List.of("short", "short", "short", "short");
    List<String> longs = List.of("long", "long");
    List<String> round = new ArrayList<>(Timings.order(2, 0)[0] == 0 ? shorts : longs);
    round.addAll(Timings.order(2, 0)[0] == 0 ? longs : shorts);
    assertThat(order.subList(0, 6)).isEqualTo(round);
    assertThat(timings.rounds()).isEqualTo(3);
    assertThat(timings.median("short")).isEqualTo(20);
    assertThat(timings.median("long")).isEqualTo(70);
  }

  /** What ran before a variant may slow it down, and has to fall on all alike. */
  @Test
  void noneAlwaysFollowsTheSame() {
    int variants = 4;
    Set<List<Integer>> neighbours = new HashSet<>();
    Set<Integer> firsts = new HashSet<>();
    for (int round = 0; round < 50; round++) {
      int[] drawn = Timings.order(variants, round);
      assertThat(drawn).containsExactlyInAnyOrder(0, 1, 2, 3);
      firsts.add(drawn[0]);
      for (int i = 1; i < variants; i++) {
        neighbours.add(List.of(drawn[i - 1], drawn[i]));
      }
    }
    assertThat(firsts).hasSize(variants);
    assertThat(neighbours).as("every ordered pair").hasSize(variants * (variants - 1));
  }

  @Test
  void goesOnUntilTheTimeIsUp() {
    // Rounds of 1 s: the fourth begins at 3 s, before the time is up, and the fifth would not.
    Timings timings = Timings.interleaved(List.of(variant("a", 400, 600)), 3.5, () -> now);
    assertThat(timings.rounds()).isEqualTo(4);
    assertThat(timings.median("a")).isEqualTo(600);
  }

  @Test
  void whatAVariantNotesOfARunThatDoesNotCountIsForgotten() {
    int[] forgotten = {0};
    Variant plain = variant("a", 100);
    Variant noting = new Variant("a", plain.run(), () -> forgotten[0]++);
    assertThat(Timings.interleaved(List.of(noting), 0, () -> now).rounds()).isEqualTo(3);
    assertThat(forgotten[0]).isEqualTo(3);
  }

  @Test
  void refusesNegativeTime() {
    assertThatThrownBy(() -> Timings.interleaved(List.of(variant("a", 1)), -1, () -> now))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("seconds");
  }

  private static Map.Entry<String, Double> entry(String name, double value) {
    return Map.entry(name, value);
  }
}
