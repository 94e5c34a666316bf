package org.widemargin.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class StoredTensorTest {
  @Test
  void keepsTheBitsOfEveryFloat() {
    float payloadNan = Float.intBitsToFloat(0x7fc12345);
    float[] values = {
      -0.0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, payloadNan, 1.5f, Float.MAX_VALUE
    };
    float[] back = StoredTensor.ofFloats(new long[] {2, 3}, values).floats();
    for (int i = 0; i < values.length; i++) {
      assertThat(Float.floatToRawIntBits(back[i])).isEqualTo(Float.floatToRawIntBits(values[i]));
    }
  }

  @Test
  void viewsEveryTypeWithoutLoss() {
    long[] two = {2};
    assertThat(StoredTensor.ofFloats(two, 0.1f, -2f).doubles()).containsExactly(0.1f, -2.0);
    assertThat(StoredTensor.ofDoubles(two, 0.1, Double.MIN_VALUE).doubles())
        .containsExactly(0.1, Double.MIN_VALUE);
    assertThat(StoredTensor.ofLongs(two, Long.MIN_VALUE, 7).longs())
        .containsExactly(Long.MIN_VALUE, 7);
    assertThat(SmallTensors.ints(two, Integer.MIN_VALUE, 7).longs())
        .containsExactly(Integer.MIN_VALUE, 7);
    assertThat(SmallTensors.bytes(two, (byte) -1, (byte) 7).longs()).containsExactly(255, 7);
  }

  @Test
  void readsBfloat16AsItsUpperHalf() {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {(byte) 0x80, 0x3f, 0x40, (byte) 0xc0});
    StoredTensor tensor = new StoredTensor(DataType.BF16, new long[] {2}, bytes);
    assertThat(tensor.floats()).containsExactly(1f, -3f);
    assertThat(tensor.doubles()).containsExactly(1.0, -3.0);
  }

  @Test
  void hasScalarsAndEmptyTensors() {
    StoredTensor scalar = StoredTensor.ofFloats(new long[0], 3f);
    assertThat(scalar.elementCount()).isEqualTo(1);
    StoredTensor empty = StoredTensor.ofFloats(new long[] {3, 0, Long.MAX_VALUE, Long.MAX_VALUE});
    assertThat(empty.elementCount()).isZero();
    assertThat(empty.floats()).isEmpty();
  }

  @Test
  void cannotBeChangedFromOutside() {
    long[] shape = {2};
    float[] values = {1f, 2f};
    StoredTensor tensor = StoredTensor.ofFloats(shape, values);
    shape[0] = 9;
    values[0] = 9f;
    tensor.shape()[0] = 8;
    tensor.floats()[0] = 8f;
    assertThat(tensor.shape()).containsExactly(2);
    assertThat(tensor.floats()).containsExactly(1f, 2f);
    assertThatThrownBy(() -> tensor.data().put(0, (byte) 0))
        .isInstanceOf(ReadOnlyBufferException.class);
    assertThat(tensor.data().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void comparesTypeShapeAndBits() {
    StoredTensor tensor = StoredTensor.ofFloats(new long[] {2}, 0f, Float.NaN);
    assertThat(tensor)
        .isEqualTo(StoredTensor.ofFloats(new long[] {2}, 0f, Float.NaN))
        .hasSameHashCodeAs(StoredTensor.ofFloats(new long[] {2}, 0f, Float.NaN))
        .isNotEqualTo(StoredTensor.ofFloats(new long[] {2, 1}, 0f, Float.NaN))
        .isNotEqualTo(StoredTensor.ofFloats(new long[] {2}, -0f, Float.NaN))
        .isNotEqualTo(SmallTensors.ints(new long[] {2}, 0, Float.floatToIntBits(Float.NaN)))
        .hasToString("F32 [2]");
  }

  @Test
  void refusesAShapeThatDoesNotFit() {
    assertThatThrownBy(() -> StoredTensor.ofFloats(new long[] {3}, 1f, 2f))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("F32 [3] needs 12 bytes, but there are 8");
    assertThatThrownBy(() -> StoredTensor.ofFloats(new long[] {-1}, 1f))
        .hasMessage("negative dimension in [-1]");
    assertThatThrownBy(() -> StoredTensor.ofFloats(new long[] {1L << 40, 1L << 40}, 1f))
        .hasMessageContaining("more than 2^63 bytes");
  }

  @Test
  void refusesAViewThatWouldLose() {
    assertThatThrownBy(() -> StoredTensor.ofDoubles(new long[] {1}, 0.1).floats())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a tensor of type F64 has no float view");
    assertThatThrownBy(() -> StoredTensor.ofFloats(new long[] {1}, 1f).longs())
        .hasMessage("a tensor of type F32 has no long view");
    assertThatThrownBy(() -> StoredTensor.ofLongs(new long[] {1}, 1).doubles())
        .hasMessage("a tensor of type I64 has no double view");
  }
}
