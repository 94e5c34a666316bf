package org.widemargin.sweep;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.widemargin.config.Json;

/**
 * An order with the networks that it needs, as bytes that can be sent anywhere.
 *
 * @param order what is to be done
 * @param networks trained ones, packed, by the identity of their training
 */
record TrialTask(TrialOrder order, Map<String, byte[]> networks) {
  /** Copies the map, not the networks. */
  TrialTask {
    networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream stream = new DataOutputStream(bytes)) {
      write(stream, Json.writeLine(order).getBytes(StandardCharsets.UTF_8));
      stream.writeInt(networks.size());
      for (Map.Entry<String, byte[]> network : networks.entrySet()) {
        stream.writeUTF(network.getKey());
        write(stream, network.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  static TrialTask of(byte[] bytes) {
    try (DataInputStream stream = new DataInputStream(new ByteArrayInputStream(bytes))) {
      String order = new String(read(stream), StandardCharsets.UTF_8);
      Map<String, byte[]> networks = new LinkedHashMap<>();
      int count = stream.readInt();
      for (int i = 0; i < count; i++) {
        networks.put(stream.readUTF(), read(stream));
      }
      return new TrialTask(Json.readText(order, "a trial's order", TrialOrder.class), networks);
    } catch (IOException e) {
      throw new UncheckedIOException("a trial's order is cut short", e);
    }
  }

  static void write(DataOutputStream stream, byte[] bytes) throws IOException {
    stream.writeInt(bytes.length);
    stream.write(bytes);
  }

  static byte[] read(DataInputStream stream) throws IOException {
    byte[] bytes = new byte[stream.readInt()];
    stream.readFully(bytes);
    return bytes;
  }
}
