package org.widemargin.checkpoint;

import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;

/**
 * Reads the zip archives that PyTorch writes since version 1.6. Nothing is unpacked to disk, and no
 * more is read than the file is long, whatever its directory says.
 */
final class StateDictArchive {
  /** A million tensors have room in this. */
  private static final long LONGEST_PICKLE = 1L << 28;

  private final Path file;
  private final ZipFile zip;
  private final String folder;
  private final Map<String, ByteBuffer> known = new HashMap<>();
  private long left;

  private StateDictArchive(Path file, ZipFile zip, String folder, long size) {
    this.file = file;
    this.zip = zip;
    this.folder = folder;
    this.left = size;
  }

  static Map<String, StoredTensor> read(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new StateDictArchive(file, zip, folder(file, zip), Files.size(file)).tensors();
    } catch (ZipException e) {
      throw new InputException(
          "%s: expected a whole zip archive, as torch.save writes it, found it damaged (%s)"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private Map<String, StoredTensor> tensors() throws IOException {
    if (zip.getEntry(folder + "byteorder") != null) {
      String order =
          StandardCharsets.UTF_8.decode(entry("byteorder", Integer.MAX_VALUE)).toString();
      require(
          order.strip().equals("little"),
          "%s: expected little-endian tensors, found the byte order '%s': save it on another"
              + " machine",
          file,
          order);
    }
    Pickled root = PickleReader.read(file.toString(), entry(StateDictFile.PICKLE, LONGEST_PICKLE));
    return new StateDict(file.toString(), root).tensors(this::storage, Files.size(file));
  }

  private ByteBuffer storage(Pickled.Storage storage) throws IOException {
    ByteBuffer bytes = known.get(storage.key());
    if (bytes == null) {
      bytes = entry(StateDictFile.STORAGES + storage.key(), Integer.MAX_VALUE - Long.BYTES);
      known.put(storage.key(), bytes);
    }
    return bytes;
  }

  private ByteBuffer entry(String name, long most) throws IOException {
    @Nullable ZipEntry entry = zip.getEntry(folder + name);
    if (entry == null) {
      throw new InputException(
          "%s is damaged, or no file of torch.save: it lacks %s".formatted(file, folder + name));
    }
    require(
        entry.getMethod() == ZipEntry.STORED,
        "%s: expected %s as it is, as torch.save writes it, found it compressed: save the file"
            + " anew",
        file,
        name);
    left -= entry.getSize();
    require(
        entry.getSize() <= most && left >= 0,
        "%s: expected at most %d bytes in %s and no more in all than the file has, found %d",
        file,
        most,
        name,
        entry.getSize());
    try (InputStream stream = zip.getInputStream(entry)) {
      byte[] bytes = stream.readNBytes((int) entry.getSize());
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      require(
          bytes.length == entry.getSize() && checksum.getValue() == entry.getCrc(),
          "%s is damaged: %s does not match its checksum",
          file,
          name);
      return ByteBuffer.wrap(bytes);
    }
  }

  /** Every archive has one folder, which is called as the file was when it was saved. */
  private static String folder(Path file, ZipFile zip) {
    List<String> pickles =
        zip.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.matches("[^/]+/" + StateDictFile.PICKLE))
            .toList();
    require(
        pickles.size() == 1,
        "%s: expected a zip archive of torch.save, with one FOLDER/%s, found %d of them",
        file,
        StateDictFile.PICKLE,
        pickles.size());
    return pickles.get(0).substring(0, pickles.get(0).length() - StateDictFile.PICKLE.length());
  }
}
