package org.widemargin.checkpoint;

import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;

/**
 * Files that PyTorch's {@code torch.save(model.state_dict(), FILE)} writes: tensors by name.
 *
 * <p>Such a file is a pickle, which Python executes. Here nothing is executed: what describes
 * dicts, lists, numbers, texts and tensors is read, and a file with anything else is refused with
 * its name. The archives of PyTorch 1.6 and later and the files of earlier versions are read.
 */
public final class StateDictFile {
  static final String FOLDER = "archive/";
  static final String PICKLE = "data.pkl";
  static final String STORAGES = "data/";
  static final String NOTES = "extra/";

  private static final byte[] ARCHIVE = {'P', 'K', 3, 4};

  /** A pickle of protocol 2 that begins with a number of ten bytes: of PyTorch before 1.6. */
  private static final byte[] LEGACY = {(byte) 0x80, 2, (byte) 0x8a, 10};

  private StateDictFile() {}

  /**
   * Tells whether a file is one of these, by its first bytes or else by its name.
   *
   * @param file the file
   * @return false for files of other formats
   * @throws InputException if it cannot be read
   */
  public static boolean isOne(Path file) {
    byte[] start = start(file);
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Arrays.equals(start, ARCHIVE)
        || Arrays.equals(start, LEGACY)
        || Stream.of(".pt", ".pth").anyMatch(name::endsWith);
  }

  /**
   * Reads the tensors of a file.
   *
   * @param file the file; what it holds is a dict of tensors, or a dict with one such dict in it,
   *     as in training's checkpoints
   * @return the tensors by name, in the file's order
   * @throws InputException if the file cannot be read, is damaged, holds anything that would have
   *     to be executed, or no or several dicts of tensors
   */
  public static Map<String, StoredTensor> read(Path file) {
    try {
      byte[] start = start(file);
      if (Arrays.equals(start, ARCHIVE)) {
        return StateDictArchive.read(file);
      }
      require(
          Arrays.equals(start, LEGACY),
          "%s: expected a file of torch.save, which is a zip archive or begins with its magic"
              + " number, found neither",
          file);
      return LegacyStateDict.read(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Writes tensors so that {@code torch.load(file, weights_only=True)} gives a dict of them. The
   * same tensors give the same bytes.
   *
   * @param file the file; its folder must exist; an existing one is replaced only once the new one
   *     is complete
   * @param tensors by name, in the order that the dict shall have
   * @param notes texts by name, which lie in the archive's folder {@code extra} for whoever looks
   *     there
   * @throws org.widemargin.error.OutputException if the file cannot be written
   */
  public static void write(
      Path file, Map<String, StoredTensor> tensors, Map<String, String> notes) {
    StateDictWriter.write(file, tensors, notes);
  }

  private static byte[] start(Path file) {
    try (var stream = Files.newInputStream(file)) {
      return stream.readNBytes(ARCHIVE.length);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static InputException unreadable(Path file, IOException e) {
    return e instanceof NoSuchFileException
        ? new InputException("expected a file of weights, found nothing at " + file, e)
        : new InputException("cannot read " + file + ": " + AtomicFiles.reason(e), e);
  }
}
