package org.widemargin.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.error.InputException;

class StateDictFileTest {
  private static final int STORAGE_ELEMENTS = 6;

  @TempDir private Path folder;

  /** What the storage of a handmade file holds: 0 to 5. */
  private static final StoredTensor ELEMENTS =
      StoredTensor.ofFloats(new long[] {STORAGE_ELEMENTS}, 0, 1, 2, 3, 4, 5);

  private static Map<String, StoredTensor> tensors() {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    tensors.put("z.weight", StoredTensor.ofFloats(new long[] {2, 3}, 1, 2, 3, 4, 5, 6));
    tensors.put("a.bias", StoredTensor.ofDoubles(new long[] {2}, 0.5, -0.5));
    tensors.put("a.empty", StoredTensor.ofFloats(new long[] {0, 4}));
    tensors.put("a.num_batches_tracked", StoredTensor.ofLongs(new long[0], 7));
    return tensors;
  }

  private Path archive(PickleWriter pickle) throws IOException {
    return archive(pickle.toBytes(), ELEMENTS, ZipOutputStream.STORED);
  }

  private Path archive(byte[] pickle, StoredTensor storage, int method) throws IOException {
    Path file = folder.resolve("weights.pth");
    byte[] elements = new byte[storage.data().remaining()];
    storage.data().get(elements);
    try (OutputStream stream = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(stream)) {
      zip.setMethod(method);
      add(zip, "model/data.pkl", pickle);
      add(zip, "model/data/0", elements);
    }
    return file;
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 checksum = new CRC32();
    checksum.update(content);
    entry.setCrc(checksum.getValue());
    entry.setSize(content.length);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** A dict with one tensor on storage 0. */
  private static PickleWriter oneTensor(long offset, long[] shape, long[] strides) {
    PickleWriter pickle = new PickleWriter().code(PickleOpcode.EMPTY_DICT);
    tensor(pickle.text("w"), offset, shape, strides);
    return pickle.code(PickleOpcode.SETITEM).code(PickleOpcode.STOP);
  }

  private static void tensor(PickleWriter pickle, long offset, long[] shape, long[] strides) {
    pickle
        .global(PickleGlobal.REBUILD_TENSOR_V2)
        .code(PickleOpcode.MARK)
        .code(PickleOpcode.MARK)
        .text("storage")
        .global(PickleGlobal.FLOAT_STORAGE)
        .text("0")
        .text("cpu")
        .number(STORAGE_ELEMENTS)
        .code(PickleOpcode.TUPLE)
        .code(PickleOpcode.BINPERSID)
        .number(offset)
        .numbers(shape)
        .numbers(strides)
        .code(PickleOpcode.NEWFALSE)
        .code(PickleOpcode.EMPTY_DICT)
        .code(PickleOpcode.TUPLE)
        .code(PickleOpcode.REDUCE);
  }

  /** The elements of the tensor w. */
  private static float[] elements(Path file) {
    return Objects.requireNonNull(StateDictFile.read(file).get("w")).floats();
  }

  private static void assertRefused(Path file, String... parts) {
    assertThatThrownBy(() -> StateDictFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(file.toString())
        .message()
        .contains(parts)
        .doesNotContain("\n");
  }

  @Test
  void whatIsWrittenIsReadInItsOrder() {
    Path file = folder.resolve("weights.pth");
    StateDictFile.write(file, tensors(), Map.of("network", "{}"));
    Map<String, StoredTensor> found = StateDictFile.read(file);
    assertThat(found).isEqualTo(tensors());
    assertThat(found.keySet()).containsExactlyElementsOf(tensors().keySet());
  }

  @Test
  void theSameTensorsGiveTheSameBytes() throws IOException {
    Path first = folder.resolve("1.pth");
    Path second = folder.resolve("2.pth");
    StateDictFile.write(first, tensors(), Map.of());
    StateDictFile.write(second, tensors(), Map.of());
    assertThat(first).hasSameBinaryContentAs(second);
    // Aligned, as PyTorch wants it for mapping: 1.0f begins the first storage.
    byte[] bytes = Files.readAllBytes(first);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\0\0\u0080?\0\0\0@");
    assertThat(at).isPositive();
    assertThat(at % 64).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, 3, 1, '0 1 2 3 4 5'", "0, 1, 2, '0 2 4 1 3 5'"})
  void stridesAreFollowed(long offset, long rowStride, long columnStride, String expected)
      throws IOException {
    Path file = archive(oneTensor(offset, new long[] {2, 3}, new long[] {rowStride, columnStride}));
    float[] elements = elements(file);
    String found =
        Arrays.toString(elements).replace(".0", "").replace(",", "").replaceAll("[\\[\\]]", "");
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void aTensorMayBeAPartOfAStorage() throws IOException {
    Path file = archive(oneTensor(2, new long[] {1, 2}, new long[] {99, 3}));
    assertThat(elements(file)).containsExactly(2, 5);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 6, 1",
    "-1, 2, 1",
    "0, 3, 3",
    "0, 7, 0",
    "9223372036854775807, 2, 1",
    "0, 9223372036854775807, 1"
  })
  void elementsBeyondTheStorageAreRefused(long offset, long size, long stride) throws IOException {
    assertRefused(
        archive(oneTensor(offset, new long[] {size}, new long[] {stride})), "'w'", "storage");
  }

  @Test
  void aDictInADictIsFoundIfItIsTheOnlyOne() throws IOException {
    PickleWriter pickle = new PickleWriter().code(PickleOpcode.EMPTY_DICT);
    pickle.text("epoch").number(3).code(PickleOpcode.SETITEM);
    pickle.text("state_dict").code(PickleOpcode.EMPTY_DICT).text("w");
    tensor(pickle, 0, new long[] {6}, new long[] {1});
    pickle.code(PickleOpcode.SETITEM).code(PickleOpcode.SETITEM);
    Path file = archive(new PickleWriterCopy(pickle).ended());
    assertThat(StateDictFile.read(file)).containsOnlyKeys("w");
    pickle.text("ema").code(PickleOpcode.EMPTY_DICT).text("w");
    tensor(pickle, 0, new long[] {6}, new long[] {1});
    pickle.code(PickleOpcode.SETITEM).code(PickleOpcode.SETITEM).code(PickleOpcode.STOP);
    assertRefused(archive(pickle), "'epoch', 'state_dict', 'ema'", "2 of which");
  }

  /** Lets a pickle be ended and yet go on. */
  private record PickleWriterCopy(PickleWriter pickle) {
    byte[] ended() {
      byte[] bytes = Arrays.copyOf(pickle.toBytes(), pickle.toBytes().length + 1);
      bytes[bytes.length - 1] = (byte) PickleOpcode.STOP.code();
      return bytes;
    }
  }

  private Path archive(byte[] pickle) throws IOException {
    return archive(pickle, ELEMENTS, ZipOutputStream.STORED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"os.system", "builtins.eval", "torch.nn.modules.linear.Linear", "__main__.Net"})
  void anyOtherNameIsRefusedByName(String name) throws IOException {
    int dot = name.lastIndexOf('.');
    String pickle =
        "c" + name.substring(0, dot) + "\n" + name.substring(dot + 1) + "\n(X\2\0\0\0idtR.";
    assertRefused(archive(pickle.getBytes(StandardCharsets.UTF_8)), name, "state_dict()");
    String byStack =
        "\u008c%c%s\u008c%c%s\u0093."
            .formatted(
                dot, name.substring(0, dot), name.length() - dot - 1, name.substring(dot + 1));
    assertRefused(archive(byStack.getBytes(StandardCharsets.ISO_8859_1)), name);
  }

  /** INST, OBJ, NEWOBJ, NEWOBJ_EX, EXT1, EXT2, EXT4, PERSID, BYTEARRAY8, NEXT_BUFFER, DUP. */
  @ParameterizedTest
  @ValueSource(ints = {'i', 'o', 0x81, 0x92, 0x82, 0x83, 0x84, 'P', 0x96, 0x97, '2'})
  void anyOtherOperationIsRefusedByItsNumber(int code) throws IOException {
    assertRefused(
        archive(new byte[] {(byte) 0x80, 2, (byte) code, '.'}), "0x%02x".formatted(code), "byte 2");
  }

  @ParameterizedTest
  @EnumSource(PickleGlobal.class)
  void callsWithoutArgumentsAreNothingOrRefused(PickleGlobal global) throws IOException {
    PickleWriter pickle =
        new PickleWriter()
            .global(global)
            .code(PickleOpcode.EMPTY_TUPLE)
            .code(PickleOpcode.REDUCE)
            .code(PickleOpcode.STOP);
    assertRefused(archive(pickle), global == PickleGlobal.ORDERED_DICT ? "none of" : "damaged");
  }

  @Test
  void aListInItselfDoesNoHarm() throws IOException {
    PickleWriter pickle = new PickleWriter().code(PickleOpcode.EMPTY_LIST);
    byte[] start = pickle.toBytes();
    byte[] bytes = Arrays.copyOf(start, start.length + 6);
    System.arraycopy(new byte[] {'q', 0, 'h', 0, 'a', '.'}, 0, bytes, start.length, 6);
    assertRefused(archive(bytes), "expected a dict");
  }

  /** A list that is written once and made into dicts a thousand times. */
  @Test
  void copiesTakeNoMoreThanTheFile() throws IOException {
    PickleWriter pickle =
        new PickleWriter()
            .code(PickleOpcode.MARK)
            .code(PickleOpcode.EMPTY_LIST)
            .code(PickleOpcode.MARK);
    for (int i = 0; i < 1000; i++) {
      pickle.text("k").text("v").code(PickleOpcode.TUPLE2);
    }
    byte[] list = pickle.code(PickleOpcode.APPENDS).toBytes();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(list);
    bytes.write(new byte[] {'q', 0, '0'});
    for (int i = 0; i < 1000; i++) {
      bytes.writeBytes(
          "ccollections\nOrderedDict\nh\0\u0085R".getBytes(StandardCharsets.ISO_8859_1));
    }
    bytes.writeBytes(new byte[] {'t', '.'});
    assertRefused(archive(bytes.toByteArray()), "more entries of dicts than it has bytes");
  }

  @Test
  void aTensorOfManyDimensionsIsRefused() throws IOException {
    assertRefused(archive(oneTensor(0, new long[65], new long[65])), "at most 64 dimensions");
  }

  @Test
  void aCompressedArchiveIsRefused() throws IOException {
    byte[] pickle = oneTensor(0, new long[] {6}, new long[] {1}).toBytes();
    assertRefused(archive(pickle, ELEMENTS, ZipOutputStream.DEFLATED), "compressed");
  }

  @Test
  void aStorageOfAnotherLengthIsRefused() throws IOException {
    byte[] pickle = oneTensor(0, new long[] {5}, new long[] {1}).toBytes();
    StoredTensor shorter = StoredTensor.ofFloats(new long[] {5}, 0, 1, 2, 3, 4);
    assertRefused(archive(pickle, shorter, ZipOutputStream.STORED), "6 elements", "found 5");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("readme.pth"), "weights");
    assertRefused(text, "torch.save");
    Path empty = Files.createFile(folder.resolve("empty.pt"));
    assertRefused(empty, "torch.save");
    assertRefused(folder.resolve("missing.pth"), "found nothing");
    Path zip = folder.resolve("other.zip");
    try (ZipOutputStream stream = new ZipOutputStream(Files.newOutputStream(zip))) {
      add(stream, "data.txt", new byte[3]);
    }
    assertRefused(zip, "data.pkl", "found 0");
    assertThat(StateDictFile.isOne(zip)).isTrue();
    assertThat(StateDictFile.isOne(Files.writeString(folder.resolve("a.safetensors"), "x")))
        .isFalse();
  }

  /** Whatever is changed, cut off or doubled: a file is read, or refused in one line. */
  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    Path file = folder.resolve("weights.pth");
    StateDictFile.write(file, tensors(), Map.of("network", "{}"));
    byte[] whole = Files.readAllBytes(file);
    long seed = 11;
    SplittableRandom random = new SplittableRandom(seed);
    int refused = 0;
    for (int round = 0; round < 3000; round++) {
      byte[] bytes = damaged(whole, random);
      Files.write(file, bytes);
      try {
        StateDictFile.read(file);
      } catch (InputException e) {
        refused++;
        assertThat(e.getMessage()).as("seed %d, round %d", seed, round).doesNotContain("\n");
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  /** The pickle alone, since a checksum guards it in an archive. */
  @Test
  void damagedPicklesAreReadOrRefused() throws IOException {
    byte[] whole = oneTensor(0, new long[] {2, 3}, new long[] {3, 1}).toBytes();
    long seed = 12;
    SplittableRandom random = new SplittableRandom(seed);
    int refused = 0;
    for (int round = 0; round < 3000; round++) {
      Path file = archive(damaged(whole, random));
      try {
        StateDictFile.read(file);
      } catch (InputException e) {
        refused++;
        assertThat(e.getMessage()).as("seed %d, round %d", seed, round).doesNotContain("\n");
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  private static byte[] damaged(byte[] whole, SplittableRandom random) {
    byte[] bytes = whole.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }
}
