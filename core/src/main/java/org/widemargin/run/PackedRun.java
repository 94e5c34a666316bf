package org.widemargin.run;

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
import org.jspecify.annotations.Nullable;
import org.widemargin.checkpoint.RunName;
import org.widemargin.checkpoint.Zoo;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;

/** The folder of a run as bytes, to be sent to another machine. */
public final class PackedRun {
  /** Curves for TensorBoard: whoever measures does not read them. */
  private static final String EVENTS = "events.out.";

  private PackedRun() {}

  /**
   * Packs a run, or a network that comes with the library.
   *
   * @param run its folder, or its name in the {@link Zoo}
   * @return what {@link #unpack} takes
   * @throws InputException if there is no such network
   * @throws UncheckedIOException if the folder cannot be read
   */
  public static byte[] pack(RunName run) {
    return run.network()
        .map(network -> Zoo.unpacked(network, PackedRun::pack))
        .orElseGet(() -> pack(Path.of(run.text())));
  }

  /**
   * Packs a folder.
   *
   * @param folder of a run, with whatever lies beside it
   * @return what {@link #unpack} takes
   * @throws UncheckedIOException if the folder cannot be read
   */
  public static byte[] pack(Path folder) {
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
      throw new UncheckedIOException("cannot read the run in " + folder, e);
    }
    return bytes.toByteArray();
  }

  /**
   * Writes a run that was sent.
   *
   * @param packed as {@link #pack} made it
   * @param folder where to
   * @param last the file that is written when all others are there
   * @throws InputException if these are not the bytes of a folder that has this file
   * @throws org.widemargin.error.OutputException if nothing can be written there
   */
  public static void unpack(byte[] packed, Path folder, String last) {
    byte @Nullable [] kept = null;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(packed))) {
      Path inside = folder.toAbsolutePath().normalize();
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = inside.resolve(entry.getName()).normalize();
        InputException.require(
            file.startsWith(inside), "%s: found a file outside of a run", entry.getName());
        AtomicFiles.createFolder(Objects.requireNonNull(file.getParent()));
        byte[] bytes = zip.readAllBytes();
        if (entry.getName().equals(last)) {
          kept = bytes;
        } else {
          write(file, bytes);
        }
      }
      if (kept == null) {
        throw new InputException("expected " + last + " in the run that was sent, found none");
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
