package org.widemargin.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * A tensor as it lies in a file: element type, shape, and little-endian elements in row-major
 * order.
 *
 * <p>Immutable: the shape is copied, the buffer handed out is a read-only view. The factories copy
 * the values given to them.
 */
public final class StoredTensor {
  private static final int BF16_SHIFT = 16;

  private final DataType dataType;
  private final long[] shape;
  private final ByteBuffer data;

  /**
   * Wraps bytes that already have the format's layout.
   *
   * @param dataType the element type
   * @param shape the size of each dimension; empty for a scalar
   * @param data the elements, little-endian, from the buffer's position to its limit; not copied,
   *     so the caller must not write to it afterwards
   * @throws IllegalArgumentException if a dimension is negative, or the byte count is not that of
   *     type and shape
   */
  public StoredTensor(DataType dataType, long[] shape, ByteBuffer data) {
    this.dataType = dataType;
    this.shape = shape.clone();
    this.data = data.slice().asReadOnlyBuffer();
    long expected = byteCount(dataType, this.shape);
    if (expected != data.remaining()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s %s needs %d bytes, but there are %d",
              dataType,
              Arrays.toString(shape),
              expected,
              data.remaining()));
    }
  }

  /**
   * Stores 32-bit floating-point values.
   *
   * @param shape the size of each dimension
   * @param values the elements in row-major order
   * @return the tensor, of type {@link DataType#F32}
   * @throws IllegalArgumentException if the number of values is not that of the shape
   */
  public static StoredTensor ofFloats(long[] shape, float... values) {
    ByteBuffer buffer = allocate(DataType.F32, values.length);
    buffer.asFloatBuffer().put(values);
    return new StoredTensor(DataType.F32, shape, buffer);
  }

  /**
   * Stores 64-bit floating-point values.
   *
   * @param shape the size of each dimension
   * @param values the elements in row-major order
   * @return the tensor, of type {@link DataType#F64}
   * @throws IllegalArgumentException if the number of values is not that of the shape
   */
  public static StoredTensor ofDoubles(long[] shape, double... values) {
    ByteBuffer buffer = allocate(DataType.F64, values.length);
    buffer.asDoubleBuffer().put(values);
    return new StoredTensor(DataType.F64, shape, buffer);
  }

  /**
   * Stores 64-bit integers.
   *
   * @param shape the size of each dimension
   * @param values the elements in row-major order
   * @return the tensor, of type {@link DataType#I64}
   * @throws IllegalArgumentException if the number of values is not that of the shape
   */
  public static StoredTensor ofLongs(long[] shape, long... values) {
    ByteBuffer buffer = allocate(DataType.I64, values.length);
    buffer.asLongBuffer().put(values);
    return new StoredTensor(DataType.I64, shape, buffer);
  }

  /**
   * Returns the element type.
   *
   * @return the type
   */
  public DataType dataType() {
    return dataType;
  }

  /**
   * Returns the shape.
   *
   * @return a copy; empty for a scalar
   */
  public long[] shape() {
    return shape.clone();
  }

  /**
   * Returns the number of elements.
   *
   * @return the product of the dimensions, 1 for a scalar
   */
  public int elementCount() {
    return data.capacity() / dataType.bytes();
  }

  /**
   * Returns the elements' bytes.
   *
   * @return a read-only, little-endian view
   */
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Returns the elements as 32-bit floating-point numbers, without loss.
   *
   * @return a new array in row-major order; NaN and infinities come back as they were stored
   * @throws IllegalStateException unless the type is F32 or BF16
   */
  public float[] floats() {
    ByteBuffer source = data();
    float[] values = new float[elementCount()];
    switch (dataType) {
      case F32 -> source.asFloatBuffer().get(values);
      case BF16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.intBitsToFloat(source.getShort() << BF16_SHIFT);
        }
      }
      case F16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = HalfPrecision.toFloat(source.getShort());
        }
      }
      case F64, I64, I32, U8 -> throw unreadableAs("float");
    }
    return values;
  }

  /**
   * Returns the elements as 64-bit floating-point numbers, without loss.
   *
   * @return a new array in row-major order; NaN and infinities come back as they were stored
   * @throws IllegalStateException unless the type is F64, F32 or BF16
   */
  public double[] doubles() {
    double[] values = new double[elementCount()];
    switch (dataType) {
      case F64 -> data().asDoubleBuffer().get(values);
      case F32, F16, BF16 -> {
        float[] narrow = floats();
        for (int i = 0; i < values.length; i++) {
          values[i] = narrow[i];
        }
      }
      case I64, I32, U8 -> throw unreadableAs("double");
    }
    return values;
  }

  /**
   * Returns the elements as 64-bit integers.
   *
   * @return a new array in row-major order
   * @throws IllegalStateException unless the type is I64, I32 or U8
   */
  public long[] longs() {
    ByteBuffer source = data();
    int count = elementCount();
    return switch (dataType) {
      case I64 -> LongStream.range(0, count).map(i -> source.getLong()).toArray();
      case I32 -> LongStream.range(0, count).map(i -> source.getInt()).toArray();
      case U8 -> LongStream.range(0, count).map(i -> Byte.toUnsignedInt(source.get())).toArray();
      case F32, F64, F16, BF16 -> throw unreadableAs("long");
    };
  }

  /**
   * Compares type, shape and bytes, so that two NaN of the same bits are equal and 0.0 differs from
   * -0.0.
   *
   * @param other what to compare with
   * @return whether both are the same tensor
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof StoredTensor that
        && dataType == that.dataType
        && Arrays.equals(shape, that.shape)
        && data.equals(that.data);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * dataType.hashCode() + Arrays.hashCode(shape)) + data.hashCode();
  }

  @Override
  public String toString() {
    return dataType + " " + Arrays.toString(shape);
  }

  /** The number of bytes of a tensor, checked for negative dimensions and overflow. */
  static long byteCount(DataType dataType, long[] shape) {
    long bytes = dataType.bytes();
    boolean empty = false;
    for (long dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException("negative dimension in " + Arrays.toString(shape));
      }
      empty |= dimension == 0;
    }
    if (empty) {
      return 0;
    }
    for (long dimension : shape) {
      try {
        bytes = Math.multiplyExact(bytes, dimension);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException("more than 2^63 bytes in " + Arrays.toString(shape), e);
      }
    }
    return bytes;
  }

  private static ByteBuffer allocate(DataType dataType, int elements) {
    return ByteBuffer.allocate(Math.multiplyExact(elements, dataType.bytes()))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private IllegalStateException unreadableAs(String kind) {
    return new IllegalStateException("a tensor of type " + dataType + " has no " + kind + " view");
  }
}
