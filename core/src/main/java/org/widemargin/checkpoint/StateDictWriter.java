package org.widemargin.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.widemargin.file.AtomicFiles;

/**
 * Writes tensors as {@code torch.save(state_dict)} does: a zip archive, not compressed, of a pickle
 * and one file for each tensor. {@code torch.load(file, weights_only=True)} reads it.
 *
 * <p>The same tensors give the same bytes.
 */
final class StateDictWriter {
  /** What PyTorch aligns its storages to, so that they can be mapped into memory. */
  private static final int ALIGNMENT = 64;

  private static final int LOCAL_HEADER_BYTES = 30;
  private static final int EXTRA_HEADER_BYTES = 4;

  /** The tag that PyTorch gives the field that it fills up with. */
  private static final byte[] PADDING_TAG = {'F', 'B'};

  /**
   * The time of every file: one that were true would differ each time. The format begins a minute
   * earlier, and Java writes that minute in a way that depends on the time zone.
   */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 1);

  private final ZipOutputStream zip;
  private final WritableByteChannel channel;
  private long position;

  private StateDictWriter(OutputStream stream) {
    zip = new ZipOutputStream(stream);
    zip.setMethod(ZipOutputStream.STORED);
    channel = Channels.newChannel(zip);
  }

  /**
   * Writes a file, replacing an existing one only once the new one is complete.
   *
   * @param file the file
   * @param tensors by name, in the order of the map
   * @param notes further text by name, which PyTorch does not look at
   */
  static void write(Path file, Map<String, StoredTensor> tensors, Map<String, String> notes) {
    AtomicFiles.write(
        file,
        stream -> {
          StateDictWriter writer = new StateDictWriter(stream);
          writer.writeAll(tensors, notes);
          writer.zip.finish();
        });
  }

  private void writeAll(Map<String, StoredTensor> tensors, Map<String, String> notes)
      throws IOException {
    entry(StateDictFile.PICKLE, ByteBuffer.wrap(pickle(tensors)));
    entry("byteorder", text("little"));
    List<StoredTensor> storages = new ArrayList<>(tensors.values());
    for (int i = 0; i < storages.size(); i++) {
      entry(StateDictFile.STORAGES + i, storages.get(i).data());
    }
    for (Map.Entry<String, String> note : notes.entrySet()) {
      entry(StateDictFile.NOTES + note.getKey(), text(note.getValue()));
    }
    entry("version", text("3\n"));
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private void entry(String name, ByteBuffer content) throws IOException {
    ZipEntry entry = new ZipEntry(StateDictFile.FOLDER + name);
    CRC32 checksum = new CRC32();
    checksum.update(content.duplicate());
    entry.setCrc(checksum.getValue());
    entry.setSize(content.remaining());
    entry.setTimeLocal(TIME);
    int nameBytes = entry.getName().getBytes(StandardCharsets.UTF_8).length;
    byte[] padding = padding(position + LOCAL_HEADER_BYTES + nameBytes);
    entry.setExtra(padding);
    position += LOCAL_HEADER_BYTES + nameBytes + padding.length + content.remaining();
    zip.putNextEntry(entry);
    ByteBuffer rest = content.duplicate();
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
    zip.closeEntry();
  }

  /** A field that ends where the data may begin. */
  private static byte[] padding(long headerEnd) {
    int missing = (int) Math.floorMod(-(headerEnd + EXTRA_HEADER_BYTES), (long) ALIGNMENT);
    byte[] field = new byte[EXTRA_HEADER_BYTES + missing];
    field[0] = PADDING_TAG[0];
    field[1] = PADDING_TAG[1];
    field[2] = (byte) missing;
    return field;
  }

  private static byte[] pickle(Map<String, StoredTensor> tensors) {
    PickleWriter pickle = new PickleWriter();
    dictionary(pickle);
    pickle.code(PickleOpcode.MARK);
    int index = 0;
    for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
      pickle.text(entry.getKey());
      tensor(pickle, entry.getValue(), index++);
    }
    return pickle.code(PickleOpcode.SETITEMS).code(PickleOpcode.STOP).toBytes();
  }

  private static void dictionary(PickleWriter pickle) {
    pickle
        .global(PickleGlobal.ORDERED_DICT)
        .code(PickleOpcode.EMPTY_TUPLE)
        .code(PickleOpcode.REDUCE);
  }

  /** {@code _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)}. */
  private static void tensor(PickleWriter pickle, StoredTensor tensor, int index) {
    pickle.global(PickleGlobal.REBUILD_TENSOR_V2).code(PickleOpcode.MARK);
    storage(pickle, tensor, index);
    pickle
        .number(0)
        .numbers(tensor.shape())
        .numbers(Strides.contiguous(tensor.shape()))
        .code(PickleOpcode.NEWFALSE);
    dictionary(pickle);
    pickle.code(PickleOpcode.TUPLE).code(PickleOpcode.REDUCE);
  }

  private static void storage(PickleWriter pickle, StoredTensor tensor, int index) {
    pickle
        .code(PickleOpcode.MARK)
        .text("storage")
        .global(PickleGlobal.storage(tensor.dataType()))
        .text(Integer.toString(index))
        .text("cpu")
        .number(tensor.elementCount())
        .code(PickleOpcode.TUPLE)
        .code(PickleOpcode.BINPERSID);
  }
}
