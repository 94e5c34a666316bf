package org.widemargin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  void takesMediansByTurnsAndEachBegins() {
    Timings timings =
        Timings.interleaved(
            List.of(variant("a", 500, 100, 9000), variant("b", 1000)), 0, () -> now);
    assertThat(order).containsExactly("a", "a", "b", "b", "b", "b", "a", "a", "a", "a", "b", "b");
    assertThat(timings.rounds()).isEqualTo(3);
    assertThat(timings.median("a")).isEqualTo(500);
    assertThat(timings.medians()).containsExactly(entry("a", 500), entry("b", 1000));
  }

  @Test
  void theFirstOfATurnDoesNotCountAndShortVariantsAreRepeated() {
    Timings timings =
        Timings.interleaved(
            List.of(variant("short", 30, 20, 20, 20), variant("long", 80, 70)), 0, () -> now);
    assertThat(order.subList(0, 6))
        .containsExactly("short", "short", "short", "short", "long", "long");
    assertThat(timings.rounds()).isEqualTo(3);
    assertThat(timings.median("short")).isEqualTo(20);
    assertThat(timings.median("long")).isEqualTo(70);
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
