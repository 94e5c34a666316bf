package org.widemargin.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: where each tensor lies.
 *
 * @param entries the tensors in the order of their bytes
 * @param metadata the file's metadata
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
  /**
   * The format's own limit on the header, which keeps a damaged length from asking for all memory.
   */
  static final long MAX_BYTES = 100_000_000;

  private static final int ALIGNMENT = 8;

  SafetensorsHeader {
    entries = List.copyOf(entries);
  }

  /** One tensor: its element type and shape, and its bytes from a position in the file. */
  static final class Entry {
    private final String name;
    private final DataType dataType;
    private final long[] shape;
    private final long position;

    Entry(String name, DataType dataType, long[] shape, long position) {
      this.name = name;
      this.dataType = dataType;
      this.shape = shape.clone();
      this.position = position;
    }

    String name() {
      return name;
    }

    DataType dataType() {
      return dataType;
    }

    long[] shape() {
      return shape.clone();
    }

    /** The first byte's position: in the file when read, in the data section when laid out. */
    long position() {
      return position;
    }

    long length() {
      return StoredTensor.byteCount(dataType, shape);
    }
  }

  /** Places tensors one after the other, larger elements first, so that each is aligned. */
  static SafetensorsHeader layOut(SafetensorsFile content) {
    List<Map.Entry<String, StoredTensor>> ordered = new ArrayList<>(content.tensors().entrySet());
    ordered.sort(Comparator.comparingInt(entry -> -entry.getValue().dataType().bytes()));
    List<Entry> entries = new ArrayList<>();
    long position = 0;
    for (Map.Entry<String, StoredTensor> named : ordered) {
      StoredTensor tensor = named.getValue();
      Entry entry = new Entry(named.getKey(), tensor.dataType(), tensor.shape(), position);
      entries.add(entry);
      position += entry.length();
    }
    return new SafetensorsHeader(entries, content.metadata());
  }

  /** The header as JSON, padded with spaces so that the data that follow are aligned. */
  byte[] toJson() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      writeMetadata(json);
      for (Entry entry : entries) {
        writeEntry(json, entry);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (bytes.size() % ALIGNMENT != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  private void writeMetadata(JsonGenerator json) throws IOException {
    if (metadata.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(SafetensorsFile.METADATA_KEY);
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private static void writeEntry(JsonGenerator json, Entry entry) throws IOException {
    json.writeObjectFieldStart(entry.name());
    json.writeStringField("dtype", entry.dataType().name());
    json.writeFieldName("shape");
    json.writeArray(entry.shape(), 0, entry.shape().length);
    json.writeFieldName("data_offsets");
    json.writeArray(new long[] {entry.position(), entry.position() + entry.length()}, 0, 2);
    json.writeEndObject();
  }
}
