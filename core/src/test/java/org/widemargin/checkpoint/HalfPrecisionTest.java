package org.widemargin.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfPrecisionTest {
  /** Values of IEEE 754-2008's binary16: one, the largest, the smallest normal and subnormal. */
  @Test
  void knownNumbers() {
    assertThat(HalfPrecision.toFloat((short) 0x3c00)).isEqualTo(1f);
    assertThat(HalfPrecision.toFloat((short) 0xc000)).isEqualTo(-2f);
    assertThat(HalfPrecision.toFloat((short) 0x7bff)).isEqualTo(65504f);
    assertThat(HalfPrecision.toFloat((short) 0x0400)).isEqualTo((float) Math.pow(2, -14));
    assertThat(HalfPrecision.toFloat((short) 0x0001)).isEqualTo((float) Math.pow(2, -24));
    assertThat(HalfPrecision.toFloat((short) 0x3555)).isEqualTo(1365f / 4096);
    assertThat(HalfPrecision.toFloat((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(HalfPrecision.toFloat((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(HalfPrecision.toFloat((short) 0x7e00)).isNaN();
  }

  /** The finite numbers of one sign rise with their bits, by steps of a factor of at most two. */
  @Test
  void numbersRiseWithTheirBits() {
    float before = -1;
    for (int bits = 0; bits < 0x7c00; bits++) {
      float value = HalfPrecision.toFloat((short) bits);
      assertThat(value).isGreaterThan(before);
      assertThat(HalfPrecision.toFloat((short) (bits | 0x8000))).isEqualTo(-value);
      before = value;
    }
  }
}
