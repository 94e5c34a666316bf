package org.widemargin.data;

import static org.widemargin.error.InputException.require;

import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.widemargin.image.EncodedImage;

/**
 * Where the images of each class lie.
 *
 * @param train a folder for each class, by its name, in the order of names
 * @param test the same of the part to test on; empty if it is still to be held out
 * @param notes what the user should know
 */
record FolderLayout(Map<String, Path> train, Optional<Map<String, Path>> test, List<String> notes) {
  private static final String FORMS =
      "one folder of images for each class in it, or these in train and test (or val)";

  /**
   * Looks at a folder.
   *
   * @throws org.widemargin.error.InputException if it is no folder, has fewer than two classes, or
   *     its parts have different ones
   */
  static FolderLayout of(Path folder, FolderWalk walk, Faults faults) {
    require(
        Files.isDirectory(folder), "%s: expected a folder with %s, found no folder", folder, FORMS);
    FolderWalk.Entries top = walk.entries(folder);
    List<String> notes = new ArrayList<>();
    Optional<Path> training = named(top, "train").or(() -> named(top, "training"));
    Optional<Path> test =
        named(top, "test")
            .or(() -> named(top, "testing").filter(found -> training.isPresent()))
            .or(() -> named(top, "val"));
    Optional<Path> train = training.filter(part -> isPart(part, test.isPresent()));
    if (train.isEmpty()) {
      require(
          training.isPresent() || test.isEmpty(),
          "%s: expected a folder train beside test or val, with one folder of images for each"
              + " class, found none",
          folder);
      requireClasses(folder, top);
      return new FolderLayout(classes(folder, top, notes, faults), Optional.empty(), notes);
    }
    require(
        test.isPresent() || top.folders().size() == 1,
        "%s: the folder train holds folders, and others lie beside it (%s), so it may be a class or"
            + " the part to train on; if it is the part, give %s as the data, or call the part to"
            + " test on test or val; rename it if it is a class",
        folder,
        others(top, train.get()),
        train.get());
    Map<String, Path> classes = classes(train.get(), walk.entries(train.get()), notes, faults);
    noteUnused(folder, top, train.get(), test, notes);
    return new FolderLayout(
        classes,
        test.map(part -> sameClasses(part, train.get(), classes, walk, notes, faults)),
        notes);
  }

  /** Parts of a data set under names that are not known would be taken for its classes. */
  private static void requireClasses(Path folder, FolderWalk.Entries top) {
    FolderWalk walk = new FolderWalk(new Faults());
    Set<List<String>> inside = new HashSet<>();
    for (Path entry : top.folders()) {
      FolderWalk.Entries entries = walk.entries(entry);
      if (entries.paths().stream().anyMatch(EncodedImage::isOne)) {
        return;
      }
      inside.add(entries.folders().stream().map(FolderLayout::nameOf).toList());
    }
    List<String> common = inside.stream().findFirst().orElse(List.of());
    require(
        top.folders().size() < 2 || inside.size() > 1 || common.size() < 2,
        "%s: its folders %s all hold the folders %s and no images, so they look like parts of a"
            + " data set and not like classes; call them train and test, or give one of them",
        folder,
        top.folders().stream().limit(5).map(FolderLayout::nameOf).toList(),
        common.subList(0, Math.min(5, common.size())));
  }

  private static String others(FolderWalk.Entries top, Path train) {
    return top.folders().stream()
        .filter(entry -> !entry.equals(train))
        .limit(5)
        .map(FolderLayout::nameOf)
        .collect(Collectors.joining(", "));
  }

  private static Optional<Path> named(FolderWalk.Entries top, String name) {
    return top.folders().stream()
        .filter(folder -> nameOf(folder).toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  /** A folder named train may be a class, of railways: then it holds images itself. */
  private static boolean isPart(Path train, boolean besideTest) {
    FolderWalk.Entries entries = new FolderWalk(new Faults()).entries(train);
    return !entries.folders().isEmpty()
        && (besideTest || entries.paths().stream().noneMatch(EncodedImage::isOne));
  }

  private static void noteUnused(
      Path folder, FolderWalk.Entries top, Path train, Optional<Path> test, List<String> notes) {
    List<String> unused =
        top.folders().stream()
            .filter(entry -> !entry.equals(train) && !entry.equals(test.orElse(null)))
            .map(FolderLayout::nameOf)
            .toList();
    if (!unused.isEmpty()) {
      notes.add(
          "%s: the folders %s are not used, beside %s"
              .formatted(
                  folder,
                  String.join(", ", unused),
                  test.map(part -> "train and " + nameOf(part)).orElse("train")));
    }
    noteLoose(top.paths(), notes);
  }

  private static void noteLoose(List<Path> files, List<String> notes) {
    if (!files.isEmpty()) {
      notes.add(
          "not used, since they lie in no class's folder: "
              + files.stream().limit(10).map(String::valueOf).collect(Collectors.joining(", "))
              + (files.size() > 10 ? ", ..." : ""));
    }
  }

  private static Map<String, Path> sameClasses(
      Path test,
      Path train,
      Map<String, Path> expected,
      FolderWalk walk,
      List<String> notes,
      Faults faults) {
    Map<String, Path> found = classes(test, walk.entries(test), notes, faults);
    require(
        List.copyOf(expected.keySet()).equals(List.copyOf(found.keySet())),
        "%s: expected the classes %s of %s, found %s",
        test,
        expected.keySet(),
        train,
        found.keySet());
    return found;
  }

  /** An image beside the folders belongs to no class: that is a mistake, and not a remark. */
  private static Map<String, Path> classes(
      Path part, FolderWalk.Entries entries, List<String> notes, Faults faults) {
    Map<String, Path> classes = new LinkedHashMap<>();
    for (Path folder : entries.folders()) {
      String name = Normalizer.normalize(nameOf(folder), Normalizer.Form.NFC);
      require(
          !name.contains("\ufffd"),
          "%s: the name of this class cannot be read; set LC_ALL=C.UTF-8, or rename the folder",
          folder);
      Path other = classes.put(name, folder);
      require(
          other == null,
          "%s: expected the classes to have different names, found '%s' twice, in different Unicode"
              + " forms; rename one",
          part,
          name);
    }
    Names.requireDistinct(part.toString(), classes.keySet());
    notes.addAll(Names.doubts(part.toString(), classes.keySet()));
    entries.paths().stream()
        .filter(EncodedImage::isOne)
        .forEach(image -> faults.add(image + ": an image that lies in no class's folder"));
    noteLoose(entries.paths().stream().filter(file -> !EncodedImage.isOne(file)).toList(), notes);
    require(
        classes.size() >= 2,
        "%s: expected at least two folders, one for each class, found %d",
        part,
        classes.size());
    return classes;
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }
}
