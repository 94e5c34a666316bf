package org.widemargin.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message in protobuf's wire format, field after field. Large fields are not copied.
 *
 * <p>Source: <a href="https://protobuf.dev/programming-guides/encoding/">the format's
 * description</a>.
 */
public final class ProtobufMessage {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private final List<ByteBuffer> parts = new ArrayList<>();
  private ByteArrayOutputStream open = new ByteArrayOutputStream();
  private long closedBytes;

  /**
   * Adds a whole number or the number of a word of an enumeration.
   *
   * @param field the field's number
   * @param value its value
   * @return this message
   */
  public ProtobufMessage number(int field, long value) {
    key(field, VARINT);
    varint(value);
    return this;
  }

  /**
   * Adds a {@code float}.
   *
   * @param field the field's number
   * @param value its value
   * @return this message
   */
  public ProtobufMessage fixed32(int field, float value) {
    key(field, FIXED_32);
    open.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
    return this;
  }

  /**
   * Adds a {@code double}.
   *
   * @param field the field's number
   * @param value its value
   * @return this message
   */
  public ProtobufMessage fixed64(int field, double value) {
    key(field, FIXED_64);
    open.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
    return this;
  }

  /**
   * Adds text.
   *
   * @param field the field's number
   * @param value its value
   * @return this message
   */
  public ProtobufMessage text(int field, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    key(field, LENGTH_DELIMITED);
    varint(bytes.length);
    open.writeBytes(bytes);
    return this;
  }

  /**
   * Adds bytes.
   *
   * @param field the field's number
   * @param value from its position to its limit; not copied, so the caller must not write to it
   *     afterwards
   * @return this message
   */
  public ProtobufMessage bytes(int field, ByteBuffer value) {
    key(field, LENGTH_DELIMITED);
    varint(value.remaining());
    close();
    add(value.slice());
    return this;
  }

  /**
   * Adds a message within this one.
   *
   * @param field the field's number
   * @param value the message, whole: what is added to it later does not come in
   * @return this message
   */
  public ProtobufMessage message(int field, ProtobufMessage value) {
    key(field, LENGTH_DELIMITED);
    varint(value.size());
    close();
    value.close();
    value.parts.forEach(this::add);
    return this;
  }

  /**
   * How long the message is.
   *
   * @return the number of bytes
   */
  public long size() {
    return closedBytes + open.size();
  }

  /**
   * Writes the message.
   *
   * @param stream where to; stays open
   * @throws IOException if writing fails
   */
  public void writeTo(OutputStream stream) throws IOException {
    close();
    WritableByteChannel channel = Channels.newChannel(stream);
    for (ByteBuffer part : parts) {
      ByteBuffer rest = part.duplicate();
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }

  /**
   * The message's bytes.
   *
   * @return a new array
   * @throws ArithmeticException if they are more than an array holds
   */
  public byte[] toBytes() {
    close();
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(closedBytes));
    parts.forEach(part -> all.put(part.duplicate()));
    return all.array();
  }

  private void close() {
    if (open.size() > 0) {
      ByteArrayOutputStream full = open;
      open = new ByteArrayOutputStream();
      add(ByteBuffer.wrap(full.toByteArray()));
    }
  }

  private void add(ByteBuffer part) {
    parts.add(part);
    closedBytes += part.remaining();
  }

  private void key(int field, int wireType) {
    varint(((long) field << 3) | wireType);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      open.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    open.write((int) rest);
  }

  private static ByteBuffer littleEndian(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
