package org.widemargin.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Finds the same file twice where that makes a measurement worthless. */
final class Duplicates {
  private final List<PictureFile> images;

  Duplicates(List<PictureFile> images) {
    this.images = images;
  }

  List<String> notes() {
    List<String> notes = new ArrayList<>();
    note(
            (one, other) -> one.test() != other.test(),
            "warning: %d images are both in the training and in the test part, such as %s:"
                + " the accuracy on the test part is too high")
        .ifPresent(notes::add);
    note(
            (one, other) -> one.label() != other.label(),
            "warning: %d images are in two classes, such as %s")
        .ifPresent(notes::add);
    return notes;
  }

  private Optional<String> note(BiPredicate<PictureFile, PictureFile> wrong, String message) {
    Map<String, PictureFile> first = new HashMap<>();
    int count = 0;
    String example = "";
    for (PictureFile image : images) {
      PictureFile other = first.putIfAbsent(image.sha256(), image);
      if (other != null && wrong.test(other, image)) {
        count++;
        example = example.isEmpty() ? other.file() + " and " + image.file() : example;
      }
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(String.format(Locale.ROOT, message, count, example));
  }
}
