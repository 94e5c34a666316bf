package org.widemargin.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.widemargin.InputException;

/**
 * Reads CIFAR-10 (Krizhevsky, 2009) in its binary layout: records of one label byte and 3072
 * pixels, {@code [3, 32, 32]}.
 */
public final class CifarReader {
  private static final SampleShape.Image SHAPE = new SampleShape.Image(3, 32, 32);
  private static final int RECORD = 1 + SHAPE.elements();
  private static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private CifarReader() {}

  /**
   * Reads {@code data_batch_1.bin} to {@code data_batch_5.bin} and {@code test_batch.bin}.
   *
   * @param folder where the files lie
   * @return the training and the test part
   * @throws InputException if a file is missing, empty, not a whole number of records, or has a
   *     label above 9
   */
  public static DataSource readFolder(Path folder) {
    InputException.require(
        Files.isDirectory(folder),
        "%s: expected a folder with data_batch_1.bin to data_batch_5.bin and test_batch.bin, found"
            + " none; give it with --data DIR",
        folder);
    List<Path> batches =
        IntStream.rangeClosed(1, 5)
            .mapToObj(number -> folder.resolve("data_batch_" + number + ".bin"))
            .toList();
    return new DataSource(read(batches), read(List.of(folder.resolve("test_batch.bin"))));
  }

  private static Dataset read(List<Path> files) {
    List<byte[]> contents = files.stream().map(CifarReader::contents).toList();
    int count = contents.stream().mapToInt(bytes -> bytes.length / RECORD).sum();
    byte[] pixels = new byte[Math.multiplyExact(count, SHAPE.elements())];
    int[] labels = new int[count];
    int sample = 0;
    for (int file = 0; file < files.size(); file++) {
      byte[] bytes = contents.get(file);
      for (int start = 0; start < bytes.length; start += RECORD) {
        labels[sample] = label(bytes[start] & 0xff, files.get(file), start / RECORD);
        int target = sample * SHAPE.elements();
        System.arraycopy(bytes, start + 1, pixels, target, SHAPE.elements());
        sample++;
      }
    }
    return Dataset.images("cifar-10", SHAPE, pixels, labels, CLASSES);
  }

  private static int label(int label, Path file, int record) {
    InputException.require(
        label < CLASSES.size(),
        "%s: label %d of record %d is outside the classes 0 to %d",
        file,
        label,
        record,
        CLASSES.size() - 1);
    return label;
  }

  private static byte[] contents(Path file) {
    InputException.require(
        Files.isRegularFile(file),
        "%s: expected CIFAR-10's binary version, found no such file",
        file);
    try {
      long length = Files.size(file);
      InputException.require(
          length > 0 && length % RECORD == 0 && length <= Integer.MAX_VALUE / 5,
          "%s: expected records of %d bytes each, found %d bytes; the file is empty, cut short or"
              + " of another format",
          file,
          RECORD,
          length);
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
