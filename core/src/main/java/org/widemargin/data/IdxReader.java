package org.widemargin.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.widemargin.error.InputException;

/**
 * Reads the IDX format of MNIST and its successors, gzipped or not (told by the content, not by the
 * name).
 *
 * <p>Sizes in a header are never trusted: memory is taken only as real bytes arrive.
 */
public final class IdxReader {
  private static final List<String> SUFFIXES = List.of("-ubyte", "-ubyte.gz");

  private IdxReader() {}

  /**
   * Reads the four files of a folder: {@code train-images-idx3-ubyte}, {@code
   * train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte},
   * each with or without {@code .gz}, and with a dash or a dot before {@code idx}.
   *
   * @param folder where the files lie
   * @param name the data set's name
   * @param classNames the classes' names in the order of the labels
   * @return the training and the test part
   * @throws InputException if a file is missing, unreadable, damaged or does not fit the others
   */
  public static DataSource readFolder(Path folder, String name, List<String> classNames) {
    InputException.require(
        Files.isDirectory(folder),
        "%s: expected a folder with the IDX files of %s, found none; give it with --data DIR",
        folder,
        name);
    return new DataSource(
        readPart(folder, "train", name, classNames), readPart(folder, "t10k", name, classNames));
  }

  private static Dataset readPart(Path folder, String part, String name, List<String> classNames) {
    Path images = find(folder, part + "-images", "idx3");
    Path labels = find(folder, part + "-labels", "idx1");
    try (InputStream imageStream = Files.newInputStream(images);
        InputStream labelStream = Files.newInputStream(labels)) {
      return read(name, imageStream, images.toString(), labelStream, labels.toString(), classNames);
    } catch (IOException e) {
      throw new InputException(folder + ": cannot read the IDX files: " + e.getMessage(), e);
    }
  }

  private static Path find(Path folder, String stem, String kind) {
    List<String> names =
        Stream.of("-", ".")
            .flatMap(mark -> SUFFIXES.stream().map(suffix -> stem + mark + kind + suffix))
            .toList();
    return names.stream()
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    folder + ": expected one of " + String.join(", ", names) + ", found none"));
  }

  /**
   * Reads images and their labels from streams.
   *
   * @param name the data set's name
   * @param images an IDX file of images (magic number 0x803), gzipped or not; not closed
   * @param imagesWhere what to call it in messages
   * @param labels an IDX file of labels (magic number 0x801), gzipped or not; not closed
   * @param labelsWhere what to call it in messages
   * @param classNames the classes' names in the order of the labels
   * @return the data set, images of shape {@code [1, H, W]}
   * @throws InputException if a stream is damaged, the counts differ, or a label is no class
   */
  public static Dataset read(
      String name,
      InputStream images,
      String imagesWhere,
      InputStream labels,
      String labelsWhere,
      List<String> classNames) {
    IdxFile imageFile = IdxFile.read(images, imagesWhere, IdxFile.IMAGES);
    IdxFile labelFile = IdxFile.read(labels, labelsWhere, IdxFile.LABELS);
    int count = imageFile.dimension(0);
    InputException.require(count > 0, "%s: expected at least one image, found none", imagesWhere);
    InputException.require(
        count == labelFile.dimension(0),
        "%s holds %d images but %s %d labels; the two files do not belong together",
        imagesWhere,
        count,
        labelsWhere,
        labelFile.dimension(0));
    return Dataset.images(
        name,
        new SampleShape.Image(1, imageFile.dimension(1), imageFile.dimension(2)),
        imageFile.contents(),
        labelsOf(labelFile, labelsWhere, classNames),
        classNames);
  }

  /**
   * Reads images and their labels from arrays, as {@link #read(String, InputStream, String,
   * InputStream, String, List)}.
   *
   * @param name the data set's name
   * @param images the bytes of an IDX file of images, gzipped or not
   * @param labels the bytes of an IDX file of labels, gzipped or not
   * @param classNames the classes' names in the order of the labels
   * @return the data set
   * @throws InputException if the bytes are damaged, the counts differ, or a label is no class
   */
  public static Dataset read(String name, byte[] images, byte[] labels, List<String> classNames) {
    return read(
        name,
        new ByteArrayInputStream(images),
        name + " images",
        new ByteArrayInputStream(labels),
        name + " labels",
        classNames);
  }

  private static int[] labelsOf(IdxFile file, String where, List<String> classNames) {
    ByteBuffer contents = ByteBuffer.wrap(file.contents());
    int[] labels = new int[contents.remaining()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = contents.get() & 0xff;
      InputException.require(
          labels[i] < classNames.size(),
          "%s: label %d of sample %d is outside the classes 0 to %d",
          where,
          labels[i],
          i,
          classNames.size() - 1);
    }
    return labels;
  }
}
