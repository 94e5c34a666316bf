package org.widemargin.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes objects in Python's pickle format, protocol 2. */
final class PickleWriter {
  private static final int PROTOCOL = 2;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  PickleWriter() {
    code(PickleOpcode.PROTO);
    bytes.write(PROTOCOL);
  }

  /** An operation without an argument. */
  PickleWriter code(PickleOpcode opcode) {
    bytes.write(opcode.code());
    return this;
  }

  /** A class or function of Python's. */
  PickleWriter global(PickleGlobal global) {
    code(PickleOpcode.GLOBAL);
    bytes.writeBytes(
        (global.module() + "\n" + global.symbol() + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** A {@code str}. */
  PickleWriter text(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    code(PickleOpcode.BINUNICODE);
    integer(encoded.length);
    bytes.writeBytes(encoded);
    return this;
  }

  /** An {@code int}. */
  PickleWriter number(long value) {
    if (value == (int) value) {
      code(PickleOpcode.BININT);
      integer((int) value);
    } else {
      code(PickleOpcode.LONG1);
      bytes.write(Long.BYTES);
      bytes.writeBytes(
          ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }
    return this;
  }

  /** A {@code tuple} of ints. */
  PickleWriter numbers(long... values) {
    code(PickleOpcode.MARK);
    for (long value : values) {
      number(value);
    }
    return code(PickleOpcode.TUPLE);
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  private void integer(int value) {
    bytes.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }
}
