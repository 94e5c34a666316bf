package org.widemargin.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.error.InputException;

class SafetensorsTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("weights.safetensors");
  }

  static SafetensorsFile everyType() {
    StoredTensor half =
        new StoredTensor(DataType.BF16, new long[] {1}, ByteBuffer.wrap(new byte[] {0, 0x40}));
    return new SafetensorsFile(
        Map.of(
            "conv1.weight", StoredTensor.ofFloats(new long[] {2, 1, 1, 2}, 1f, -0f, Float.NaN, 4f),
            "conv1.bias", StoredTensor.ofFloats(new long[] {0}),
            "a \"quoted\" näme",
                StoredTensor.ofDoubles(new long[] {2}, 0.1, Double.NEGATIVE_INFINITY),
            "step", StoredTensor.ofLongs(new long[0], 5000),
            "counts", SmallTensors.ints(new long[] {1, 3}, 1, 2, -3),
            "random", SmallTensors.bytes(new long[] {3}, (byte) 1, (byte) 2, (byte) -3),
            "half", half),
        Map.of("format", "pt", "note", "two\nlines"));
  }

  @Test
  void readsBackWhatItWrote() {
    Safetensors.write(file, everyType());
    assertThat(Safetensors.read(file)).isEqualTo(everyType());
    assertThat(List.copyOf(Safetensors.read(file).tensors().keySet())).isSorted();
  }

  @Test
  void readsBackNothing() {
    Safetensors.write(file, new SafetensorsFile(Map.of(), Map.of()));
    assertThat(Safetensors.read(file).tensors()).isEmpty();
  }

  @Test
  void writesExactlyTheFormat() throws IOException {
    Safetensors.write(
        file,
        new SafetensorsFile(
            Map.of(
                "b", StoredTensor.ofFloats(new long[] {1}, 1f),
                "c", StoredTensor.ofDoubles(new long[] {1}, 2.0),
                "a", SmallTensors.bytes(new long[] {1}, (byte) 9)),
            Map.of("k", "v")));
    String header =
        "{\"__metadata__\":{\"k\":\"v\"},"
            + "\"c\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
            + "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[12,13]}}";
    String padded = header + " ".repeat((8 - header.length() % 8) % 8);
    ByteBuffer expected =
        ByteBuffer.allocate(8 + padded.length() + 13).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
    expected.putDouble(2.0).putFloat(1f).put((byte) 9);
    assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
  }

  @Test
  void writesTheSameBytesEachTime() throws IOException {
    Safetensors.write(file, everyType());
    byte[] first = Files.readAllBytes(file);
    Safetensors.write(file, everyType());
    assertThat(Files.readAllBytes(file)).isEqualTo(first);
  }

  @Test
  void acceptsAnyOrderAndNoPadding() throws IOException {
    write(
        "{\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]},"
            + "\"empty\":{\"data_offsets\":[1,1],\"shape\":[4,0],\"dtype\":\"F32\"},"
            + "\"a\":{\"shape\":[],\"dtype\":\"U8\",\"data_offsets\":[0,1]}}",
        3);
    Map<String, StoredTensor> tensors = Safetensors.read(file).tensors();
    assertThat(tensors.keySet()).containsExactly("a", "b", "empty");
    assertThat(tensors.get("b")).isEqualTo(SmallTensors.bytes(new long[] {2}, (byte) 1, (byte) 2));
  }

  @Test
  void refusesTheReservedName() {
    StoredTensor tensor = StoredTensor.ofFloats(new long[] {1}, 1f);
    assertThatThrownBy(() -> new SafetensorsFile(Map.of("__metadata__", tensor), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static Stream<Arguments> malformed() {
    String good = "{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}";
    return Stream.of(
        Arguments.of(
            "{\"w\":" + good + "}", 3, "expected 2 bytes of data after the header, found 3"),
        Arguments.of("{\"w\":" + good + "}", 1, "within the 1 bytes of data"),
        Arguments.of("{\"w\":" + good + ",\"w\":" + good + "}", 2, "Duplicate field 'w'"),
        Arguments.of("{\"w\":" + good + ",\"v\":" + good + "}", 2, "an overlap, offset 0"),
        Arguments.of("{\"w\":" + good.replace("[0,2]", "[1,3]") + "}", 3, "a gap, offset 1"),
        Arguments.of(
            "{\"w\":" + good.replace("[0,2]", "[2,0]") + "}", 2, "data_offsets [begin, end]"),
        Arguments.of(
            "{\"w\":" + good.replace("[0,2]", "[0]") + "}", 2, "data_offsets [begin, end]"),
        Arguments.of("{\"w\":" + good.replace("[0,2]", "[0,2.0]") + "}", 2, "whole numbers"),
        Arguments.of("{\"w\":" + good.replace("[0,2]", "[-2,0]") + "}", 2, "whole numbers"),
        Arguments.of(
            "{\"w\":" + good.replace("[0,2]", "7") + "}", 2, "data_offsets to be an array"),
        Arguments.of(
            "{\"w\":" + good.replace("[2]", "[3]") + "}", 2, "3 bytes for U8 [3], found 2 bytes"),
        Arguments.of("{\"w\":" + good.replace("[2]", "[-2]") + "}", 2, "shape of whole numbers"),
        Arguments.of(
            "{\"w\":" + good.replace("[2]", "[99999999999999999999]") + "}", 2, "shape of whole"),
        Arguments.of(
            "{\"w\":" + good.replace("[2]", "[4294967296,4294967296]") + "}",
            2,
            "less than 2^63 bytes, found [4294967296, 4294967296]"),
        Arguments.of("{\"w\":" + good.replace("U8", "F8_E4M3") + "}", 2, "a dtype of [F32, F64"),
        Arguments.of("{\"w\":" + good.replace("\"U8\"", "8") + "}", 2, "a dtype of [F32, F64"),
        Arguments.of("{\"w\":" + good.replace("dtype", "type") + "}", 2, "only dtype, shape"),
        Arguments.of("{\"w\":{\"dtype\":\"U8\",\"shape\":[2]}}", 2, "data_offsets to be an array"),
        Arguments.of("{\"w\":7}", 0, "an object with dtype, shape"),
        Arguments.of("{\"line\\nbreak\":7}", 0, "tensor 'line?break'"),
        Arguments.of("{\"__metadata__\":7}", 0, "expected __metadata__ to be an object"),
        Arguments.of("{\"__metadata__\":{\"k\":7}}", 0, "expected text as metadata 'k', found 7"),
        Arguments.of("[1]", 0, "expected a JSON object"),
        Arguments.of(" {}", 0, "expected a JSON object"),
        Arguments.of("{}{}", 0, "expected a JSON header"),
        Arguments.of("{\"w\"", 0, "expected a JSON header"),
        Arguments.of("[".repeat(5000), 0, "expected a JSON header"));
  }

  @ParameterizedTest
  @MethodSource
  void malformed(String header, int dataBytes, String message) throws IOException {
    write(header, dataBytes);
    assertRefused(message);
  }

  @Test
  void refusesAHeaderThatIsNotUtf8() throws IOException {
    Files.write(file, new byte[] {4, 0, 0, 0, 0, 0, 0, 0, '{', (byte) 0xff, (byte) 0xfe, '}'});
    assertRefused("expected a header in UTF-8");
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    Safetensors.write(file, everyType());
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefused("expected");
    }
  }

  @Test
  void refusesAHeaderLengthBeyondTheFile() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putLong(-1L);
    Files.write(file, bytes.array());
    assertRefused("header of 2 to 2 bytes, found the length 18446744073709551615");
  }

  @Test
  void refusesAMissingFileAndAFolder() {
    assertRefused("found nothing at");
    file = folder;
    assertRefused("cannot read");
  }

  /** The weights published with TRADES; name the file in the environment to check them too. */
  @Test
  void readsAPublishedNetwork() {
    String published = System.getenv("WIDEMARGIN_TRADES_WEIGHTS");
    assumeTrue(published != null, "WIDEMARGIN_TRADES_WEIGHTS does not name the TRADES weights");
    SafetensorsFile read = Safetensors.read(Path.of(published));
    assertThat(read.tensors()).hasSize(14);
    assertThat(read.tensors().values().stream().mapToInt(StoredTensor::elementCount).sum())
        .isEqualTo(312_202);
    Safetensors.write(file, read);
    assertThat(Safetensors.read(file)).isEqualTo(read);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(file.toString())
        .message()
        .hasLineCount(1);
  }

  private void write(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).array());
    bytes.write(json);
    for (int i = 0; i < dataBytes; i++) {
      bytes.write(i);
    }
    Files.write(file, bytes.toByteArray());
  }
}
