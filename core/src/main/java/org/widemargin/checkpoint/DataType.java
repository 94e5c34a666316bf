package org.widemargin.checkpoint;

/** An element type of the safetensors format that this library reads and writes. */
public enum DataType {
  /** IEEE 754 binary32. */
  F32(4),
  /** IEEE 754 binary64. */
  F64(8),
  /** Signed 64-bit integer. */
  I64(8),
  /** Signed 32-bit integer. */
  I32(4),
  /** Unsigned 8-bit integer. */
  U8(1),
  /** The upper half of an IEEE 754 binary32 ("brain floating point"). */
  BF16(2),
  /** IEEE 754 binary16. */
  F16(2);

  private final int bytes;

  DataType(int bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the size of one element.
   *
   * @return the size in bytes
   */
  public int bytes() {
    return bytes;
  }
}
