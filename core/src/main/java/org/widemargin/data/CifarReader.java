package org.widemargin.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.widemargin.error.InputException;

/**
 * Reads CIFAR-10 and CIFAR-100 (Krizhevsky, 2009) in their binary layouts: images {@code [3, 32,
 * 32]}.
 */
public final class CifarReader {
  /** What one array of pixels can be made of. */
  private static final long MOST_BYTES = Integer.MAX_VALUE / 5;

  private final CifarLayout layout;

  private CifarReader(CifarLayout layout) {
    this.layout = layout;
  }

  /**
   * Reads CIFAR-10: {@code data_batch_1.bin} to {@code data_batch_5.bin} and {@code
   * test_batch.bin}.
   *
   * @param folder where the files lie
   * @return the training and the test part
   * @throws InputException if a file is missing, empty, not a whole number of records, or has a
   *     label above 9
   */
  public static DataSource readFolder(Path folder) {
    return read(folder, CifarLayout.CIFAR_10);
  }

  /**
   * Reads CIFAR-100 with its 100 classes: {@code train.bin} and {@code test.bin}.
   *
   * @param folder where the files lie
   * @return the training and the test part
   * @throws InputException if a file is missing, empty, not a whole number of records, or has a
   *     label above 99
   */
  public static DataSource readFolder100(Path folder) {
    return read(folder, CifarLayout.CIFAR_100);
  }

  static DataSource read(Path folder, CifarLayout layout) {
    List<String> names = new ArrayList<>(layout.train());
    names.add(layout.test());
    InputException.require(
        Files.isDirectory(folder),
        "%s: expected a folder with %s, found none; give it with --data DIR",
        folder,
        String.join(", ", names));
    CifarReader reader = new CifarReader(layout);
    return new DataSource(
        reader.read(layout.train().stream().map(folder::resolve).toList()),
        reader.read(List.of(folder.resolve(layout.test()))));
  }

  private Dataset read(List<Path> files) {
    int elements = CifarLayout.SHAPE.elements();
    List<byte[]> contents = files.stream().map(this::contents).toList();
    int count = contents.stream().mapToInt(bytes -> bytes.length / layout.recordBytes()).sum();
    byte[] pixels = new byte[Math.multiplyExact(count, elements)];
    int[] labels = new int[count];
    int sample = 0;
    for (int file = 0; file < files.size(); file++) {
      byte[] bytes = contents.get(file);
      for (int start = 0; start < bytes.length; start += layout.recordBytes()) {
        int label = bytes[start + layout.labelAt()] & 0xff;
        labels[sample] = label(label, files.get(file), start / layout.recordBytes());
        System.arraycopy(bytes, start + layout.labelBytes(), pixels, sample * elements, elements);
        sample++;
      }
    }
    return Dataset.images(layout.dataset(), CifarLayout.SHAPE, pixels, labels, layout.classes());
  }

  private int label(int label, Path file, int record) {
    InputException.require(
        label < layout.classes().size(),
        "%s: label %d of record %d is outside the classes 0 to %d",
        file,
        label,
        record,
        layout.classes().size() - 1);
    return label;
  }

  private byte[] contents(Path file) {
    InputException.require(
        Files.isRegularFile(file),
        "%s: expected %s's binary version, found no such file",
        file,
        layout.title());
    try {
      long length = Files.size(file);
      InputException.require(
          length > 0 && length % layout.recordBytes() == 0 && length <= MOST_BYTES,
          "%s: expected records of %d bytes each, found %d bytes; the file is empty, cut short or"
              + " of another format",
          file,
          layout.recordBytes(),
          length);
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
