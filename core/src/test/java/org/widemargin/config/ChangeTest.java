package org.widemargin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.widemargin.config.Change.set;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.widemargin.error.InputException;

class ChangeTest {
  record Range(double low, double high, int steps, List<String> names, boolean open, long seed) {
    Range {
      InputException.require(low <= high, "expected low up to high, found %s and %s", low, high);
    }
  }

  private static final Range RANGE = new Range(1, 2, 3, List.of("a"), false, 4);

  @Test
  void eachComponentIsChangedAndNothingElse() {
    assertThat(Change.apply(RANGE, set(Range::low).to(0.5)))
        .isEqualTo(new Range(0.5, 2, 3, List.of("a"), false, 4));
    assertThat(Change.apply(RANGE, set(Range::high).to(7.0)))
        .isEqualTo(new Range(1, 7, 3, List.of("a"), false, 4));
    assertThat(Change.apply(RANGE, set(Range::steps).to(5)))
        .isEqualTo(new Range(1, 2, 5, List.of("a"), false, 4));
    assertThat(Change.apply(RANGE, set(Range::names).to(List.of("b", "c"))))
        .isEqualTo(new Range(1, 2, 3, List.of("b", "c"), false, 4));
    assertThat(Change.apply(RANGE, set(Range::open).to(true)))
        .isEqualTo(new Range(1, 2, 3, List.of("a"), true, 4));
    assertThat(Change.apply(RANGE, set(Range::seed).to(-1L)))
        .isEqualTo(new Range(1, 2, 3, List.of("a"), false, -1));
    assertThat(Change.apply(RANGE)).isEqualTo(RANGE);
  }

  @Test
  void changesAreMadeTogether() {
    assertThat(Change.apply(RANGE, set(Range::low).to(5.0), set(Range::high).to(6.0)))
        .isEqualTo(new Range(5, 6, 3, List.of("a"), false, 4));
    assertThat(Change.apply(RANGE, set(Range::steps).to(5), set(Range::steps).to(6)).steps())
        .as("the later counts")
        .isEqualTo(6);
  }

  @Test
  void theRecordChecksTheResult() {
    assertThatThrownBy(() -> Change.apply(RANGE, set(Range::low).to(5.0)))
        .isInstanceOf(InputException.class)
        .hasMessage("expected low up to high, found 5.0 and 2.0");
  }

  @Test
  void oneReferenceServesManyTimes() {
    Range range = RANGE;
    for (int i = 0; i < 5; i++) {
      range = Change.apply(range, set(Range::steps).to(range.steps() + 1));
    }
    assertThat(range.steps()).isEqualTo(8);
  }

  @Test
  void onlyAComponentCanBeChanged() {
    assertThatThrownBy(() -> Change.apply(RANGE, set(Range::hashCode).to(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hashCode");
    assertThatThrownBy(() -> Change.apply(RANGE, set((Range range) -> range.low()).to(1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as MarginSpec::gamma");
  }
}
