package org.widemargin.data;

import static org.widemargin.error.InputException.require;

import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.widemargin.file.Sha256;

/**
 * Holds images out to test on, of each class its share. Which ones follows from the contents of the
 * files and the seed: another name changes nothing, further images change little, and two copies of
 * one image are never on both sides.
 */
record TestDraw(double share, long seed) {
  List<PictureFile> of(List<PictureFile> all, List<String> classNames) {
    Set<String> drawn = new HashSet<>();
    for (int label = 0; label < classNames.size(); label++) {
      int own = label;
      List<String> digests =
          all.stream().filter(image -> image.label() == own).map(PictureFile::sha256).toList();
      draw(digests, classNames.get(label), drawn);
    }
    return all.stream()
        .map(image -> drawn.contains(image.sha256()) ? image.forTest() : image)
        .toList();
  }

  private void draw(List<String> digests, String className, Set<String> drawn) {
    List<String> order =
        digests.stream().distinct().sorted(Comparator.comparing(this::rank)).toList();
    require(
        order.size() >= 2,
        "class '%s': expected at least 2 different images, one to learn from and one to test on,"
            + " found %d",
        className,
        order.size());
    int wanted = Math.max(1, Splits.share(digests.size(), share, RoundingMode.HALF_UP));
    int count = Math.min(wanted, order.size() - 1);
    drawn.addAll(order.subList(0, count));
  }

  private String rank(String digest) {
    return Sha256.of((seed + " " + digest).getBytes(StandardCharsets.UTF_8));
  }
}
