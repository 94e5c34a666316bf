package org.widemargin.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.widemargin.file.ProtobufMessage;

/**
 * TensorBoard's events as bytes.
 *
 * <p>The messages are those of TensorFlow's {@code event.proto} and {@code summary.proto}, in
 * protobuf's wire format; as proto3 does, a zero is left out. The framing is that of {@code
 * tfrecord}: length, masked CRC-32C of the length, the message, masked CRC-32C of the message.
 */
final class EventRecord {
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
    return new ProtobufMessage()
        .fixed64(EVENT_WALL_TIME, wallTime)
        .text(EVENT_FILE_VERSION, version)
        .toBytes();
  }

  /** An event with one scalar. */
  static byte[] scalar(double wallTime, String tag, long step, float value) {
    ProtobufMessage entry = new ProtobufMessage().text(VALUE_TAG, tag).fixed32(VALUE_SIMPLE, value);
    ProtobufMessage event = new ProtobufMessage().fixed64(EVENT_WALL_TIME, wallTime);
    if (step != 0) {
      event.number(EVENT_STEP, step);
    }
    return event
        .message(EVENT_SUMMARY, new ProtobufMessage().message(SUMMARY_VALUE, entry))
        .toBytes();
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

  private static ByteBuffer littleEndian(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
