package org.widemargin.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.widemargin.InputException;

/**
 * Reads images from folders named after their classes: {@code DIR/train/CLASS/*.png} and {@code
 * DIR/test/CLASS/*.png}, also {@code .jpg} and {@code .jpeg}; {@code val} serves for {@code test}.
 *
 * <p>Classes and files are taken in the order of their names. All images are held in memory.
 */
public final class ImageFolder {
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

  private ImageFolder() {}

  /**
   * Reads both parts.
   *
   * @param folder the folder with {@code train} and {@code test} (or {@code val})
   * @param shape what to bring every image to, resizing and converting colours; if empty, the first
   *     image's shape, which all must have
   * @return the training and the test part
   * @throws InputException if a folder is missing, has no classes or no images, the parts have
   *     different classes, or an image is damaged or, without a given shape, of another one than
   *     the first
   */
  public static DataSource read(Path folder, Optional<SampleShape> shape) {
    Path train = part(folder, List.of("train"));
    Path test = part(folder, List.of("test", "val"));
    List<Path> trainClasses = classes(train);
    List<String> names = names(trainClasses);
    List<Path> testClasses = classes(test);
    InputException.require(
        names.equals(names(testClasses)),
        "%s: expected the classes %s of %s, found %s",
        test,
        names,
        train,
        names(testClasses));
    Optional<SampleShape.Image> wanted = shape.map(ImageFile::requireImage);
    Dataset trainSet = read(folder, trainClasses, names, wanted);
    // The test part follows the training part, so that one shape holds for both.
    SampleShape.Image same = (SampleShape.Image) trainSet.sampleShape();
    ImageStack testStack =
        wanted.isPresent() ? ImageStack.converting(same) : ImageStack.requiring(same, train);
    return new DataSource(trainSet, read(folder, testClasses, names, testStack));
  }

  private static Dataset read(
      Path folder, List<Path> classes, List<String> names, Optional<SampleShape.Image> shape) {
    ImageStack stack =
        shape
            .map(ImageStack::converting)
            .orElseGet(
                () -> {
                  Path first = images(classes.get(0)).get(0);
                  return ImageStack.requiring(ImageDecoder.decode(first).shape(), first);
                });
    return read(folder, classes, names, stack);
  }

  private static Dataset read(
      Path folder, List<Path> classes, List<String> names, ImageStack stack) {
    for (int label = 0; label < classes.size(); label++) {
      for (Path image : images(classes.get(label))) {
        stack.add(image, label);
      }
    }
    return stack.toDataset(String.valueOf(folder.getFileName()), names);
  }

  private static Path part(Path folder, List<String> names) {
    return names.stream()
        .map(folder::resolve)
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    folder
                        + ": expected a folder "
                        + String.join(" or ", names)
                        + " in it with one folder of images for each class, found none"));
  }

  private static List<Path> classes(Path part) {
    List<Path> classes = list(part, Files::isDirectory);
    InputException.require(
        classes.size() >= 2,
        "%s: expected at least two folders, one for each class, found %d",
        part,
        classes.size());
    return classes;
  }

  private static List<Path> images(Path folder) {
    List<Path> images = list(folder, ImageFolder::isImage);
    InputException.require(
        !images.isEmpty(),
        "%s: expected images (%s), found none",
        folder,
        String.join(", ", ENDINGS));
    return images;
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
  }

  private static List<Path> list(Path folder, Predicate<Path> kind) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> chosen = new ArrayList<>(entries.filter(kind).toList());
      chosen.removeIf(entry -> entry.getFileName().toString().startsWith("."));
      chosen.sort((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()));
      return chosen;
    } catch (IOException e) {
      throw new InputException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  private static List<String> names(List<Path> folders) {
    return folders.stream().map(folder -> folder.getFileName().toString()).toList();
  }
}
