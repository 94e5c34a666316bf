package org.widemargin.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.widemargin.error.InputException;
import org.widemargin.error.OutputException;
import org.widemargin.file.AtomicFiles;
import org.widemargin.file.Sha256;

/**
 * Where the listing of a data folder is kept, so that the next run need not list a million files: a
 * file of its own for each data folder, that ends with the SHA-256 of what it says. It is only a
 * help: one that is damaged, or that cannot be written, costs time and a word.
 *
 * @param file the file
 * @param root the data folder that it is of
 */
record ListingCache(Path file, Path root) {
  private static final String FORMAT = "widemargin listing 1";
  private static final int DIGEST_BYTES = 32;
  private static final int DIGITS = 24;

  /** A folder or a file has no more than so many bytes in its name, and paths few thousands. */
  private static final int LONGEST_NAME = 1 << 16;

  private static final int MOST_ENTRIES = 1 << 28;

  /**
   * The file for a data folder.
   *
   * @param folder where listings are kept
   * @param root the data folder
   */
  static ListingCache in(Path folder, Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    String digest = Sha256.of(absolute.toString().getBytes(StandardCharsets.UTF_8));
    return new ListingCache(folder.resolve(digest.substring(0, DIGITS) + ".listing"), absolute);
  }

  /** What to do where a file was changed in place. */
  String remedy() {
    return "delete %s to have the folders listed anew".formatted(file);
  }

  /** What is kept, by each class's place in the data folder; nothing if nothing useful is. */
  Map<String, ClassListing> read(Consumer<String> notes) {
    if (!Files.isRegularFile(file)) {
      return Map.of();
    }
    MessageDigest digest = Sha256.begin();
    try (DigestInputStream counted =
            new DigestInputStream(
                new BufferedInputStream(Files.newInputStream(file), 1 << 16), digest);
        DataInputStream in = new DataInputStream(counted)) {
      Map<String, ClassListing> listings = listings(in);
      counted.on(false);
      boolean whole = MessageDigest.isEqual(digest.digest(), in.readNBytes(DIGEST_BYTES));
      if (whole) {
        return listings;
      }
      notes.accept(file + ": the kept listing is damaged; the folders are listed anew");
    } catch (EOFException e) {
      notes.accept(file + ": the kept listing is cut off; the folders are listed anew");
    } catch (IOException | RuntimeException e) {
      notes.accept(
          "%s: the kept listing cannot be used (%s); the folders are listed anew"
              .formatted(file, e.getMessage()));
    }
    return Map.of();
  }

  private Map<String, ClassListing> listings(DataInputStream in) throws IOException {
    InputException.require(text(in).equals(FORMAT), "it is of another version");
    InputException.require(text(in).equals(root.toString()), "it is of another folder");
    Map<String, ClassListing> listings = new LinkedHashMap<>();
    for (int left = count(in); left > 0; left--) {
      String place = text(in);
      listings.put(place, listing(in));
    }
    return listings;
  }

  private static ClassListing listing(DataInputStream in) throws IOException {
    List<ClassListing.Folder> folders = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      folders.add(new ClassListing.Folder(text(in), text(in), in.readLong()));
    }
    List<String> leftOut = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      leftOut.add(text(in));
    }
    String decodable = in.readBoolean() ? text(in) : null;
    List<String> names = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      names.add(text(in));
      numbers.add(in.readLong());
      numbers.add(in.readLong());
    }
    long[] bytes = new long[names.size()];
    long[] modified = new long[names.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = numbers.get(2 * i);
      modified[i] = numbers.get(2 * i + 1);
    }
    return new ClassListing(
        folders, leftOut, names.toArray(String[]::new), bytes, modified, decodable);
  }

  private static int count(DataInputStream in) throws IOException {
    int count = in.readInt();
    InputException.require(count >= 0 && count <= MOST_ENTRIES, "it is damaged");
    return count;
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    InputException.require(length >= 0 && length <= LONGEST_NAME, "it is damaged");
    byte[] bytes = in.readNBytes(length);
    InputException.require(bytes.length == length, "it is cut off");
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * The time by the clock of the file system, which need not be this machine's.
   *
   * @return milliseconds; the earliest of all where no file can be made to ask it with
   */
  long now() {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    try {
      AtomicFiles.createFolder(folder);
      Path asked = Files.createTempFile(folder, "time", null);
      try {
        return Files.getLastModifiedTime(asked).toMillis();
      } finally {
        Files.delete(asked);
      }
    } catch (IOException | OutputException | InputException e) {
      // Whoever wants to keep a listing there is told why that cannot be.
      return Long.MIN_VALUE;
    }
  }

  /**
   * Keeps listings. Those of folders that were changed a moment before they were listed are left
   * out: a later change might not show.
   *
   * @param began when listing began, as {@link #now} told
   */
  void write(Map<String, ClassListing> listings, long began, Consumer<String> notes) {
    Map<String, ClassListing> settled = new LinkedHashMap<>(listings);
    settled.values().removeIf(listing -> !listing.isSettled(began));
    try {
      AtomicFiles.createFolder(Objects.requireNonNull(file.toAbsolutePath().getParent()));
      AtomicFiles.write(
          file,
          stream -> {
            MessageDigest digest = Sha256.begin();
            DataOutputStream out = new DataOutputStream(new DigestOutputStream(stream, digest));
            write(settled, out);
            out.flush();
            stream.write(digest.digest());
          });
    } catch (OutputException | InputException e) {
      notes.accept("the listing of the folders is not kept: " + e.getMessage());
    }
  }

  private void write(Map<String, ClassListing> listings, DataOutputStream out) throws IOException {
    write(FORMAT, out);
    write(root.toString(), out);
    out.writeInt(listings.size());
    for (Map.Entry<String, ClassListing> entry : listings.entrySet()) {
      write(entry.getKey(), out);
      write(entry.getValue(), out);
    }
  }

  private static void write(ClassListing listing, DataOutputStream out) throws IOException {
    out.writeInt(listing.folders().size());
    for (ClassListing.Folder folder : listing.folders()) {
      write(folder.name(), out);
      write(folder.real(), out);
      out.writeLong(folder.modified());
    }
    out.writeInt(listing.leftOut().size());
    for (String name : listing.leftOut()) {
      write(name, out);
    }
    out.writeBoolean(listing.decodable().isPresent());
    if (listing.decodable().isPresent()) {
      write(listing.decodable().get(), out);
    }
    out.writeInt(listing.size());
    for (int i = 0; i < listing.size(); i++) {
      write(listing.name(i), out);
      out.writeLong(listing.bytes(i));
      out.writeLong(listing.modified(i));
    }
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
