package org.widemargin.run;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * TensorBoard's events as bytes.
 *
 * <p>The messages are those of TensorFlow's {@code event.proto} and {@code summary.proto}, in
 * protobuf's wire format; as proto3 does, a zero is left out. The framing is that of {@code
 * tfrecord}: length, masked CRC-32C of the length, the message, masked CRC-32C of the message.
 */
final class EventRecord {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private static final int EVENT_WALL_TIME = 1;
  private static final int EVENT_STEP = 2;
  private static final int EVENT_FILE_VERSION = 3;
  private static final int EVENT_SUMMARY = 5;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE = 2;

  private static final int MASK_ROTATION = 15;
  private static final int MASK_DELTA = 0xa282ead8;

  private EventRecord() {}

  /** The event that begins every file. */
  static byte[] fileVersion(double wallTime, String version) {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    fixed64(event, EVENT_WALL_TIME, wallTime);
    bytes(event, EVENT_FILE_VERSION, version.getBytes(StandardCharsets.UTF_8));
    return event.toByteArray();
  }

  /** An event with one scalar. */
  static byte[] scalar(double wallTime, String tag, long step, float value) {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    bytes(entry, VALUE_TAG, tag.getBytes(StandardCharsets.UTF_8));
    fixed32(entry, VALUE_SIMPLE, value);
    ByteArrayOutputStream summary = new ByteArrayOutputStream();
    bytes(summary, SUMMARY_VALUE, entry.toByteArray());
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    fixed64(event, EVENT_WALL_TIME, wallTime);
    if (step != 0) {
      key(event, EVENT_STEP, VARINT);
      varint(event, step);
    }
    bytes(event, EVENT_SUMMARY, summary.toByteArray());
    return event.toByteArray();
  }

  /** The message with its length and checksums around it. */
  static ByteBuffer frame(byte[] message) {
    byte[] length = littleEndian(Long.BYTES).putLong(message.length).array();
    return littleEndian(Long.BYTES + Integer.BYTES + message.length + Integer.BYTES)
        .put(length)
        .putInt(maskedChecksum(length))
        .put(message)
        .putInt(maskedChecksum(message))
        .flip();
  }

  /** The CRC-32C, masked because a checksum of data that hold checksums is weak. */
  private static int maskedChecksum(byte[] data) {
    CRC32C checksum = new CRC32C();
    checksum.update(data);
    return Integer.rotateRight((int) checksum.getValue(), MASK_ROTATION) + MASK_DELTA;
  }

  private static void fixed64(ByteArrayOutputStream message, int field, double value) {
    key(message, field, FIXED_64);
    message.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
  }

  private static void fixed32(ByteArrayOutputStream message, int field, float value) {
    key(message, field, FIXED_32);
    message.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
  }

  private static void bytes(ByteArrayOutputStream message, int field, byte[] value) {
    key(message, field, LENGTH_DELIMITED);
    varint(message, value.length);
    message.writeBytes(value);
  }

  private static void key(ByteArrayOutputStream message, int field, int wireType) {
    varint(message, ((long) field << 3) | wireType);
  }

  private static void varint(ByteArrayOutputStream message, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      message.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    message.write((int) rest);
  }

  private static ByteBuffer littleEndian(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
