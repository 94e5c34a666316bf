package org.widemargin.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads event files, checking lengths and checksums with a bitwise CRC-32C of its own. */
final class EventFileReader {
  private static final int POLYNOMIAL_REVERSED = 0x82f63b78;

  private EventFileReader() {}

  /** One event; the fields that an event lacks have protobuf's defaults. */
  record Event(double wallTime, long step, String fileVersion, String tag, float value) {}

  static List<Event> read(Path path) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (file.hasRemaining()) {
      byte[] length = take(file, 8);
      check(file, length);
      byte[] message =
          take(file, (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong());
      check(file, message);
      events.add(parse(message));
    }
    return events;
  }

  private static void check(ByteBuffer file, byte[] data) {
    int crc = checksum(data);
    int masked = ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    if (file.getInt() != masked) {
      throw new IllegalStateException("wrong checksum before byte " + file.position());
    }
  }

  private static int checksum(byte[] data) {
    int crc = -1;
    for (byte octet : data) {
      crc ^= octet & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL_REVERSED;
      }
    }
    return ~crc;
  }

  private static Event parse(byte[] bytes) {
    ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    double wallTime = 0;
    long step = 0;
    String fileVersion = "";
    String tag = "";
    float value = 0;
    while (message.hasRemaining()) {
      int key = message.get();
      switch (key) {
        case (1 << 3) | 1 -> wallTime = message.getDouble();
        case 2 << 3 -> step = varint(message);
        case (3 << 3) | 2 -> fileVersion = text(message);
        case (5 << 3) | 2 -> {
          ByteBuffer summary = nested(message);
          expectKey(summary, (1 << 3) | 2);
          ByteBuffer entry = nested(summary);
          expectKey(entry, (1 << 3) | 2);
          tag = text(entry);
          expectKey(entry, (2 << 3) | 5);
          value = entry.getFloat();
        }
        default -> throw new IllegalStateException("unknown key " + key);
      }
    }
    return new Event(wallTime, step, fileVersion, tag, value);
  }

  private static ByteBuffer nested(ByteBuffer message) {
    byte[] bytes = take(message, (int) varint(message));
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void expectKey(ByteBuffer message, int key) {
    if (message.get() != key) {
      throw new IllegalStateException("expected the key " + key);
    }
  }

  private static String text(ByteBuffer message) {
    return new String(take(message, (int) varint(message)), StandardCharsets.UTF_8);
  }

  private static long varint(ByteBuffer message) {
    long value = 0;
    int shift = 0;
    byte octet;
    do {
      octet = message.get();
      value |= (octet & 0x7fL) << shift;
      shift += 7;
    } while (octet < 0);
    return value;
  }

  private static byte[] take(ByteBuffer buffer, int length) {
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }
}
