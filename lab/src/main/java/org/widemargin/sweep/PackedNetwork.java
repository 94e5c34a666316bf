package org.widemargin.sweep;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;

/** The folder of a trained network as bytes, to be sent to another machine. */
final class PackedNetwork {
  /** Curves for TensorBoard: whoever measures does not read them. */
  private static final String EVENTS = "events.out.";

  private PackedNetwork() {}

  static byte[] pack(Path folder) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        Stream<Path> files = Files.walk(folder)) {
      // Weights do not get smaller.
      zip.setLevel(0);
      List<Path> kept =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !String.valueOf(file.getFileName()).startsWith(EVENTS))
              .sorted()
              .toList();
      for (Path file : kept) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the network in " + folder, e);
    }
    return bytes.toByteArray();
  }

  /**
   * Writes a network that was sent.
   *
   * @param packed as {@link #pack} made it
   * @param folder where to
   * @param last the file that is written when all others are there
   */
  static void unpack(byte[] packed, Path folder, String last) {
    byte[] kept = {};
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(packed))) {
      Path inside = folder.toAbsolutePath().normalize();
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = inside.resolve(entry.getName()).normalize();
        InputException.require(
            file.startsWith(inside), "%s: found a file outside of a network", entry.getName());
        AtomicFiles.createFolder(Objects.requireNonNull(file.getParent()));
        byte[] bytes = zip.readAllBytes();
        if (entry.getName().equals(last)) {
          kept = bytes;
        } else {
          write(file, bytes);
        }
      }
      write(inside.resolve(last), kept);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(folder, e);
    }
  }

  private static void write(Path file, byte[] bytes) {
    AtomicFiles.write(file, stream -> stream.write(bytes));
  }
}
