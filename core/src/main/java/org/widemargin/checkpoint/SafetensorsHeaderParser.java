package org.widemargin.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.widemargin.error.InputException;

/** Reads the header of a safetensors file and checks everything that can be wrong with it. */
final class SafetensorsHeaderParser {
  private static final Set<String> ENTRY_KEYS = Set.of("dtype", "shape", "data_offsets");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final int LONGEST_NAME_SHOWN = 80;

  private final Path path;
  private final long dataStart;
  private final long dataLength;

  private SafetensorsHeaderParser(Path path, long dataStart, long dataLength) {
    this.path = path;
    this.dataStart = dataStart;
    this.dataLength = dataLength;
  }

  static SafetensorsHeader parse(Path path, byte[] json, long dataStart, long dataLength) {
    return new SafetensorsHeaderParser(path, dataStart, dataLength).parse(json);
  }

  private SafetensorsHeader parse(byte[] json) {
    JsonNode root = readTree(json);
    List<SafetensorsHeader.Entry> entries = new ArrayList<>();
    Map<String, String> metadata = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals(SafetensorsFile.METADATA_KEY)) {
        metadata.putAll(readMetadata(field.getValue()));
      } else {
        entries.add(readEntry(field.getKey(), field.getValue()));
      }
    }
    entries.sort(
        Comparator.comparingLong(SafetensorsHeader.Entry::position)
            .thenComparingLong(SafetensorsHeader.Entry::length));
    checkContiguous(entries);
    return new SafetensorsHeader(entries, metadata);
  }

  private JsonNode readTree(byte[] json) {
    JsonNode root;
    try {
      // Decoded here because Jackson would guess at UTF-16 and UTF-32 too.
      root =
          JSON.readTree(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString());
    } catch (CharacterCodingException e) {
      throw new InputException("expected a header in UTF-8, found other bytes: " + path, e);
    } catch (JsonProcessingException e) {
      throw new InputException(
          "expected a JSON header without duplicate names, found an error (%s): %s"
              .formatted(shown(e.getOriginalMessage()), path),
          e);
    }
    InputException.require(
        json[0] == '{' && root.isObject(), "expected a JSON object as header: %s", path);
    return root;
  }

  private Map<String, String> readMetadata(JsonNode node) {
    InputException.require(
        node.isObject(), "expected %s to be an object: %s", SafetensorsFile.METADATA_KEY, path);
    Map<String, String> metadata = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      InputException.require(
          field.getValue().isTextual(),
          "expected text as metadata '%s', found %s: %s",
          shown(field.getKey()),
          shown(field.getValue().toString()),
          path);
      metadata.put(field.getKey(), field.getValue().textValue());
    }
    return metadata;
  }

  private SafetensorsHeader.Entry readEntry(String name, JsonNode node) {
    require(node.isObject(), name, "an object with dtype, shape and data_offsets", node);
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      require(
          ENTRY_KEYS.contains(field.getKey()), name, "only dtype, shape and data_offsets", node);
    }
    DataType dataType = readDataType(name, node.path("dtype"));
    long[] shape = readNaturals(name, "shape", node.path("shape"));
    long[] offsets = readNaturals(name, "data_offsets", node.path("data_offsets"));
    require(
        offsets.length == 2 && offsets[0] <= offsets[1] && offsets[1] <= dataLength,
        name,
        "data_offsets [begin, end] within the " + dataLength + " bytes of data",
        node);
    checkSize(name, dataType, shape, offsets[1] - offsets[0]);
    return new SafetensorsHeader.Entry(name, dataType, shape, dataStart + offsets[0]);
  }

  private DataType readDataType(String name, JsonNode node) {
    return Arrays.stream(DataType.values())
        .filter(type -> node.isTextual() && type.name().equals(node.textValue()))
        .findFirst()
        .orElseThrow(
            () -> wrong(name, "a dtype of " + Arrays.toString(DataType.values()), node.toString()));
  }

  private long[] readNaturals(String name, String key, JsonNode node) {
    require(node.isArray(), name, key + " to be an array", node);
    long[] values = new long[node.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode element = node.get(i);
      boolean natural =
          element.isIntegralNumber() && element.canConvertToLong() && element.longValue() >= 0;
      require(natural, name, key + " of whole numbers from 0 to 2^63 - 1", node);
      values[i] = element.longValue();
    }
    return values;
  }

  private void checkSize(String name, DataType dataType, long[] shape, long found) {
    long expected;
    try {
      expected = StoredTensor.byteCount(dataType, shape);
    } catch (IllegalArgumentException e) {
      InputException failure = wrong(name, "less than 2^63 bytes", Arrays.toString(shape));
      failure.initCause(e);
      throw failure;
    }
    if (expected != found) {
      String type = dataType + " " + Arrays.toString(shape);
      throw wrong(name, expected + " bytes for " + type, found + " bytes");
    }
    if (found > Integer.MAX_VALUE - Long.BYTES) {
      throw wrong(name, "a tensor below 2 GiB", found + " bytes");
    }
  }

  private void checkContiguous(List<SafetensorsHeader.Entry> entries) {
    long expected = dataStart;
    for (SafetensorsHeader.Entry entry : entries) {
      if (entry.position() != expected) {
        String fault = entry.position() < expected ? "an overlap" : "a gap";
        throw wrong(
            entry.name(),
            "data to begin at offset " + (expected - dataStart),
            fault + ", offset " + (entry.position() - dataStart));
      }
      expected += entry.length();
    }
    InputException.require(
        expected - dataStart == dataLength,
        "expected %d bytes of data after the header, found %d: %s is damaged",
        expected - dataStart,
        dataLength,
        path);
  }

  private void require(boolean condition, String name, String expected, JsonNode found) {
    if (!condition) {
      throw wrong(name, expected, found.toString());
    }
  }

  private InputException wrong(String name, String expected, String found) {
    return new InputException(
        "tensor '%s': expected %s, found %s: %s is damaged or not supported"
            .formatted(shown(name), expected, shown(found), path));
  }

  /** Text from the file on one line and of bearable length. */
  private static String shown(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    return line.length() <= LONGEST_NAME_SHOWN
        ? line
        : line.substring(0, LONGEST_NAME_SHOWN) + "...";
  }
}
