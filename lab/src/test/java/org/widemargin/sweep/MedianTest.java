package org.widemargin.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {
  @Test
  void isTheOneInTheMiddleOrTheMeanOfTwo() {
    double[] numbers = {9, 1, 4};
    assertThat(Median.of(numbers)).isEqualTo(4);
    assertThat(numbers).containsExactly(9, 1, 4);
    assertThat(Median.of(7)).isEqualTo(7);
    assertThat(Median.of(List.of(8.0, 1.0, 100.0, 4.0))).isEqualTo(6);
  }
}
