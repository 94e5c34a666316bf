package org.widemargin.checkpoint;

import static org.widemargin.error.InputException.require;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;

/**
 * Reads the files that PyTorch wrote before version 1.6: a magic number, a version, facts of the
 * system, the dict and the storages' keys as pickles, then each storage as the number of its
 * elements and the elements.
 */
final class LegacyStateDict {
  private static final int LONGEST_PICKLES = 1 << 28;

  /** The lower eight of the magic number's ten bytes. */
  private static final Pickled MAGIC = new Pickled.Whole(0xa86a20f9469cfc6cL);

  private static final Pickled VERSION = new Pickled.Whole(1001);

  private final Path file;
  private final FileChannel channel;

  private LegacyStateDict(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static Map<String, StoredTensor> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new LegacyStateDict(file, channel).tensors();
    } catch (EOFException e) {
      throw new InputException("expected a whole PyTorch file, found it cut short: " + file, e);
    }
  }

  private Map<String, StoredTensor> tensors() throws IOException {
    ByteBuffer pickles = bytes(0, (int) Math.min(channel.size(), LONGEST_PICKLES));
    String where = file.toString();
    Pickled magic = PickleReader.read(where, pickles);
    Pickled version = PickleReader.read(where, pickles);
    require(
        magic.equals(MAGIC) && version.equals(VERSION),
        "%s: expected a file of torch.save, found another pickle",
        file);
    PickleReader.read(where, pickles);
    Map<String, Pickled.Storage> storages = new HashMap<>();
    Pickled root =
        PickleReader.read(where, pickles, storage -> storages.put(storage.key(), storage));
    Pickled keys = PickleReader.read(where, pickles);
    Map<String, ByteBuffer> contents = contents(keys, storages, pickles.position());
    return new StateDict(where, root)
        .tensors(storage -> content(contents, storage), channel.size());
  }

  private ByteBuffer content(Map<String, ByteBuffer> contents, Pickled.Storage storage) {
    @Nullable ByteBuffer content = contents.get(storage.key());
    if (content == null) {
      throw new InputException(file + " is damaged: it lacks the storage " + storage.key());
    }
    return content;
  }

  /** The storages in the order of their keys, each after the number of its elements. */
  private Map<String, ByteBuffer> contents(
      Pickled keys, Map<String, Pickled.Storage> storages, long start) throws IOException {
    Map<String, ByteBuffer> contents = new HashMap<>();
    List<Pickled> order = keys instanceof Pickled.Collection list ? list.elements() : List.of();
    long position = start;
    for (Pickled each : order) {
      Pickled.@Nullable Storage storage =
          each instanceof Pickled.Text key ? storages.get(key.value()) : null;
      if (storage == null) {
        throw new InputException(file + " is damaged: it has a storage that no tensor is in");
      }
      long count = bytes(position, Long.BYTES).getLong();
      require(
          count == storage.count() && count <= Integer.MAX_VALUE / storage.type().bytes(),
          "%s is damaged: expected %d elements in storage %s, found %d",
          file,
          storage.count(),
          storage.key(),
          count);
      int length = (int) count * storage.type().bytes();
      contents.put(storage.key(), bytes(position + Long.BYTES, length));
      position += Long.BYTES + length;
    }
    return contents;
  }

  private ByteBuffer bytes(long position, int length) throws IOException {
    if (length > channel.size() - position) {
      throw new EOFException();
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException();
      }
    }
    return buffer.flip();
  }
}
