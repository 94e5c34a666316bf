package org.widemargin.fetch;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.widemargin.file.AtomicFiles;

/**
 * Unpacks chosen files of a gzipped tar archive (POSIX.1-1988, "ustar", and its elders).
 *
 * <p>Files are written under the names that were asked for, never under those in the archive, and
 * links are never followed. Long names and other additions of later formats are skipped: the
 * archives of the known data sets need none, and a dependency would be for them alone.
 */
final class TarArchive {
  private static final int BLOCK = 512;
  private static final int BUFFER = 1 << 16;
  private static final int NAME_LENGTH = 100;
  private static final int SIZE_OFFSET = 124;
  private static final int CHECKSUM_OFFSET = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE_OFFSET = 156;
  private static final int MAGIC_OFFSET = 257;
  private static final int PREFIX_OFFSET = 345;
  private static final int PREFIX_LENGTH = 155;

  /** What an archive may unpack to at most, wanted or not. */
  private static final long MOST_BYTES = 1L << 32;

  private final Path archive;
  private final InputStream stream;
  private long read;

  /** What one header says. */
  private record Entry(String path, long bytes, char type) {
    boolean isFile() {
      return type == '0' || type == '\0';
    }
  }

  private TarArchive(Path archive, InputStream stream) {
    this.archive = archive;
    this.stream = stream;
  }

  /**
   * Unpacks an archive.
   *
   * @param archive the file
   * @param members what is wanted of it
   * @param folder where it goes; files of the same names are replaced
   * @throws FetchException if the archive is damaged, or a member is missing, not a plain file,
   *     there twice or too long
   * @throws org.widemargin.error.OutputException if a file cannot be written
   */
  static void unpack(Path archive, List<ArchiveMember> members, Path folder) {
    try (InputStream file = Files.newInputStream(archive);
        InputStream stream = new BufferedInputStream(new GZIPInputStream(file, BUFFER), BUFFER)) {
      new TarArchive(archive, stream).unpack(members, folder);
    } catch (IOException e) {
      throw damaged(archive, e);
    }
  }

  private void unpack(List<ArchiveMember> members, Path folder) throws IOException {
    Set<ArchiveMember> missing = new LinkedHashSet<>(members);
    Optional<Entry> next = next();
    while (next.isPresent()) {
      Entry entry = next.get();
      Optional<ArchiveMember> wanted =
          members.stream().filter(member -> member.path().equals(entry.path())).findFirst();
      if (wanted.isPresent() && entry.type() != '5') {
        check(entry, wanted.get(), missing.remove(wanted.get()));
        AtomicFiles.write(
            folder.resolve(wanted.get().name()), target -> copy(entry.bytes(), target));
      } else {
        skip(entry.bytes());
      }
      skip(padding(entry.bytes()));
      next = next();
    }
    if (!missing.isEmpty()) {
      List<String> paths = missing.stream().map(ArchiveMember::path).toList();
      throw new FetchException(
          archive + ": expected " + String.join(", ", paths) + " in the archive, found none");
    }
  }

  private static FetchException damaged(Path archive, IOException failure) {
    String what =
        failure instanceof EOFException
            ? "is cut short"
            : "cannot be unpacked: " + AtomicFiles.reason(failure);
    return new FetchException(archive + ": the archive " + what, failure);
  }

  private void check(Entry entry, ArchiveMember wanted, boolean first) {
    require(entry.isFile(), entry.path() + ": expected a file, found a link or the like");
    require(first, entry.path() + ": expected it once, found it twice");
    require(
        entry.bytes() <= wanted.mostBytes(),
        entry.path()
            + ": expected at most "
            + wanted.mostBytes()
            + " bytes, found "
            + entry.bytes());
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new FetchException(archive + ": " + message);
    }
  }

  /** Reads the next header; empty at the end of the archive. */
  private Optional<Entry> next() throws IOException {
    byte[] header = stream.readNBytes(BLOCK);
    if (header.length == 0 || isZero(header)) {
      return Optional.empty();
    }
    if (header.length < BLOCK) {
      throw new EOFException();
    }
    require(
        octal(header, CHECKSUM_OFFSET, CHECKSUM_LENGTH) == checksum(header),
        "the archive is damaged: a header's checksum is wrong");
    String name = text(header, 0, NAME_LENGTH);
    // Only POSIX's magic has its zero here; what GNU's has in this place is something else.
    boolean prefixed =
        text(header, MAGIC_OFFSET, 6).equals("ustar") && header[MAGIC_OFFSET + 5] == 0;
    String prefix = prefixed ? text(header, PREFIX_OFFSET, PREFIX_LENGTH) : "";
    String path = prefix.isEmpty() ? name : prefix + "/" + name;
    long bytes = octal(header, SIZE_OFFSET, 12);
    return Optional.of(
        new Entry(path.replaceFirst("^\\./", ""), bytes, (char) header[TYPE_OFFSET]));
  }

  private static boolean isZero(byte[] block) {
    for (byte octet : block) {
      if (octet != 0) {
        return false;
      }
    }
    return true;
  }

  /** The sum of the header's bytes, its own field counted as spaces. */
  private static long checksum(byte[] header) {
    long sum = 0;
    for (int i = 0; i < header.length; i++) {
      boolean own = i >= CHECKSUM_OFFSET && i < CHECKSUM_OFFSET + CHECKSUM_LENGTH;
      sum += own ? ' ' : header[i] & 0xff;
    }
    return sum;
  }

  private static String text(byte[] header, int offset, int length) {
    int end = offset;
    while (end < offset + length && header[end] != 0) {
      end++;
    }
    return new String(header, offset, end - offset, StandardCharsets.UTF_8);
  }

  private long octal(byte[] header, int offset, int length) {
    String digits = text(header, offset, length).strip();
    require(digits.matches("[0-7]{1,12}"), "the archive is damaged: a header has no number");
    return Long.parseLong(digits, 8);
  }

  private static long padding(long bytes) {
    return (BLOCK - bytes % BLOCK) % BLOCK;
  }

  private void copy(long bytes, OutputStream target) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = bytes;
    while (left > 0) {
      int count = readSome(buffer, left);
      target.write(buffer, 0, count);
      left -= count;
    }
  }

  private void skip(long bytes) {
    byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, bytes))];
    long left = bytes;
    while (left > 0) {
      left -= readSome(buffer, left);
    }
  }

  /** What fails here is the archive, wherever the bytes go. */
  private int readSome(byte[] buffer, long most) {
    int count;
    try {
      count = stream.read(buffer, 0, (int) Math.min(buffer.length, most));
      if (count < 0) {
        throw new EOFException();
      }
    } catch (IOException e) {
      throw damaged(archive, e);
    }
    read += count;
    require(read <= MOST_BYTES, "the archive unpacks to more than " + MOST_BYTES + " bytes");
    return count;
  }
}
