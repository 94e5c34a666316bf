package org.widemargin.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.widemargin.figure.SeriesStyle.Hue;
import org.widemargin.figure.SeriesStyle.Weight;

class MethodStylesTest {
  private static final List<String> METHODS =
      List.of(
          "cross-entropy",
          "hinge",
          "margin-l1-input",
          "margin-l2-input",
          "margin-linf-input",
          "margin-l1-all",
          "margin-l2-all",
          "margin-linf-all",
          "boundary",
          "gce",
          "label-smoothing",
          "cross-entropy-ema",
          "margin-l1-all-ema",
          "margin-l2-all-ema",
          "margin-linf-all-ema",
          "boundary-ema",
          "paper-l1-all",
          "paper-l2-all",
          "paper-linf-all",
          "paper-l2-input");

  private static SeriesStyle style(Map<String, SeriesStyle> styles, String method) {
    return Objects.requireNonNull(styles.get(method), method);
  }

  @Test
  void noTwoMethodsLookTheSame() {
    Map<String, SeriesStyle> styles = MethodStyles.of(METHODS);
    assertThat(styles.values()).doesNotHaveDuplicates();
    assertThat(styles.keySet()).containsExactlyElementsOf(METHODS);
  }

  @Test
  void aMethodKeepsItsLookWhateverStandsBesideIt() {
    Map<String, SeriesStyle> all = MethodStyles.of(METHODS);
    List<String> backwards = new ArrayList<>(METHODS);
    Collections.reverse(backwards);
    assertThat(MethodStyles.of(backwards)).isEqualTo(all);
    for (String method : METHODS) {
      assertThat(style(MethodStyles.of(List.of(method)), method)).isEqualTo(style(all, method));
    }
  }

  @Test
  void theFamilyGivesTheColourAndTheNormTheMark() {
    Map<String, SeriesStyle> styles = MethodStyles.of(METHODS);
    for (String norm : List.of("l1", "l2", "linf")) {
      SeriesStyle all = style(styles, "margin-" + norm + "-all");
      assertThat(all.hue()).isEqualTo(Hue.BLUE);
      assertThat(style(styles, "margin-" + norm + "-input").shape()).isEqualTo(all.shape());
      assertThat(style(styles, "margin-" + norm + "-all-ema").hue()).isEqualTo(Hue.BLUE);
      assertThat(style(styles, "paper-" + norm + "-all").hue()).isEqualTo(Hue.GREEN);
      assertThat(style(styles, "paper-" + norm + "-all").shape()).isEqualTo(all.shape());
    }
  }

  @Test
  void crossEntropyAndOursStandOut() {
    assertThat(MethodStyles.of(METHODS).entrySet())
        .filteredOn(entry -> entry.getValue().weight() == Weight.STRONG)
        .extracting(Map.Entry::getKey)
        .containsExactly("cross-entropy", "boundary");
  }

  @Test
  void anUnknownMethodHasAStablePlaceOfItsOwn() {
    List<String> unknown = IntStream.range(0, 40).mapToObj(i -> "mine-" + i).toList();
    List<String> all = new ArrayList<>(METHODS);
    all.addAll(unknown);
    Map<String, SeriesStyle> styles = MethodStyles.of(all);
    assertThat(styles.values()).doesNotHaveDuplicates();
    assertThat(style(MethodStyles.of(List.of("mine-0")), "mine-0"))
        .isEqualTo(style(styles, "mine-0"));
  }
}
