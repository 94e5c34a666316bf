package org.widemargin.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tensors of the types that are read but that nothing here writes. */
final class SmallTensors {
  private SmallTensors() {}

  static StoredTensor ints(long[] shape, int... values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asIntBuffer().put(values);
    return new StoredTensor(DataType.I32, shape, buffer);
  }

  static StoredTensor bytes(long[] shape, byte... values) {
    return new StoredTensor(DataType.U8, shape, ByteBuffer.wrap(values.clone()));
  }
}
