package org.widemargin.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.widemargin.checkpoint.RunName;
import org.widemargin.checkpoint.Zoo;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;

/**
 * A run as bytes, to be sent to another machine, without what only people read: attacks and figures
 * in its folder can be larger than the network by far.
 */
public final class PackedRun {
  private static final Pattern TRAINING = Pattern.compile(RunContents.TRAINING);

  private PackedRun() {}

  /**
   * Packs what is needed to predict: the checkpoint that is the run's result, and what it is of.
   *
   * @param run its folder, or its name in the {@link Zoo}
   * @return what {@link #unpack} takes
   * @throws InputException if there is no such run or network, or no checkpoint in it
   * @throws UncheckedIOException if the folder cannot be read
   */
  public static byte[] packResult(RunName run) {
    return run.network()
        .map(network -> Zoo.unpacked(network, PackedRun::packResult))
        .orElseGet(() -> packResult(Path.of(run.text())));
  }

  private static byte[] packResult(Path folder) {
    String weights = name(folder, RunFolder.open(folder).resultFile());
    Set<String> kept =
        Set.of("config.yaml", "provenance.json", weights, weights.replace(".safetensors", ".json"));
    return pack(folder, kept::contains);
  }

  /**
   * Packs all that is measured of a run: both checkpoints, and its curves.
   *
   * @param folder of the run
   * @param mark one more file of the folder
   * @return what {@link #unpack} takes
   * @throws UncheckedIOException if the folder cannot be read
   */
  public static byte[] pack(Path folder, String mark) {
    return pack(folder, name -> name.equals(mark) || TRAINING.matcher(name).matches());
  }

  private static byte[] pack(Path folder, Predicate<String> isKept) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        Stream<Path> files = Files.walk(folder)) {
      // Weights do not get smaller.
      zip.setLevel(0);
      List<Path> kept =
          files
              .filter(Files::isRegularFile)
              .filter(file -> isKept.test(name(folder, file)))
              .sorted()
              .toList();
      for (Path file : kept) {
        zip.putNextEntry(new ZipEntry(name(folder, file)));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the run in " + folder, e);
    }
    return bytes.toByteArray();
  }

  private static String name(Path folder, Path file) {
    return RunContents.slashed(folder.relativize(file));
  }

  /**
   * Writes a run that was sent.
   *
   * @param packed as {@link #pack} or {@link #packResult} made it
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
