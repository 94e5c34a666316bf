package org.widemargin.data;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.widemargin.image.ImageFit;
import org.widemargin.image.ImagePreparation;
import org.widemargin.image.ImageSize;

/**
 * What the images of a folder are brought to, and what the user should know of it.
 *
 * @param preparation of every image
 * @param changesImages whether images of any size are brought to one: false where all have one size
 *     and nothing else was asked for
 * @param notes a line each
 */
record ImagePlan(ImagePreparation preparation, boolean changesImages, List<String> notes) {
  /** Where sizes differ and none was asked for, or the one size is too large to learn from. */
  private static final ImageSize DEFAULT = ImageSize.square(64);

  private static final int LARGEST_AS_IT_IS = 256;

  /** The part of the heap that images may take; the rest is for everything else. */
  private static final double MEMORY_SHARE = 0.7;

  static ImagePlan of(DatasetSpec spec, List<PictureFile> images) {
    List<String> notes = new ArrayList<>();
    ImagePreparation preparation = preparation(spec, images);
    boolean asked = spec.shape() != null || spec.imageSize() != null;
    List<PictureFile> others = images.stream().filter(image -> !fits(image, preparation)).toList();
    noteSize(preparation, others, images.size(), asked, notes);
    noteChannels(preparation, images, notes);
    boolean fitted =
        asked
            || spec.imageFit() != null
            || spec.imageBackground() != null
            || spec.imageResize() != null
            || !others.isEmpty();
    return new ImagePlan(preparation, fitted, notes);
  }

  private static ImagePreparation preparation(DatasetSpec spec, List<PictureFile> images) {
    if (spec.shape() != null) {
      SampleShape.Image shape = ImageFile.requireImage(spec.shape());
      return new ImagePreparation(
          shape.channels(),
          shape.height(),
          shape.width(),
          spec.fit(),
          spec.imageBackground(),
          spec.imageResize());
    }
    ImageSize size = Optional.ofNullable(spec.imageSize()).orElseGet(() -> size(images));
    boolean colour = images.stream().anyMatch(image -> image.channels() == 3);
    int channels = Optional.ofNullable(spec.imageChannels()).orElse(colour ? 3 : 1);
    return new ImagePreparation(
        channels,
        size.height(),
        size.width(),
        spec.fit(),
        spec.imageBackground(),
        spec.imageResize());
  }

  private static ImageSize size(List<PictureFile> images) {
    PictureFile first = images.get(0);
    boolean alike =
        images.stream()
            .allMatch(image -> image.height() == first.height() && image.width() == first.width());
    return alike && Math.max(first.height(), first.width()) <= LARGEST_AS_IT_IS
        ? new ImageSize(first.height(), first.width())
        : DEFAULT;
  }

  private static boolean fits(PictureFile image, ImagePreparation to) {
    return image.height() == to.height() && image.width() == to.width();
  }

  private static void noteSize(
      ImagePreparation to, List<PictureFile> others, int all, boolean asked, List<String> notes) {
    if (others.isEmpty()) {
      return;
    }
    Comparator<PictureFile> byArea = Comparator.comparingInt(PictureFile::area);
    String smallest = size(Collections.min(others, byArea));
    String largest = size(Collections.max(others, byArea));
    notes.add(
        String.format(
            Locale.ROOT,
            "%d of %d images, %s, are %s to %dx%d (width x height)%s",
            others.size(),
            all,
            smallest.equals(largest) ? "of " + smallest : "from " + smallest + " to " + largest,
            done(to.fit()),
            to.width(),
            to.height(),
            asked ? "" : "; --image-size asks for another size"));
  }

  private static String size(PictureFile image) {
    return image.width() + "x" + image.height();
  }

  private static String done(ImageFit fit) {
    return switch (fit) {
      case CROP -> "scaled and cropped";
      case STRETCH -> "stretched";
      case PAD -> "scaled and padded with black";
    };
  }

  private static void noteChannels(
      ImagePreparation to, List<PictureFile> images, List<String> notes) {
    long others = images.stream().filter(image -> image.channels() != to.channels()).count();
    if (others > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%d of %d images are %s",
              others,
              images.size(),
              to.channels() == 3
                  ? "grey and get three equal channels"
                  : "in colour and become grey"));
    }
  }

  /** Checks that all images find room, before any is decoded. */
  void requireMemory(Path folder, int count) {
    long bytes = (long) count * shape().elements();
    long memory = Runtime.getRuntime().maxMemory();
    require(
        bytes <= MEMORY_SHARE * memory,
        "%s: %d images of %s (channels x height x width) take %d MB of memory, and the program has"
            + " %d; give a smaller --image-size, or more memory, as in"
            + " WIDEMARGIN_JAVA_OPTS=-Xmx%dg",
        folder,
        count,
        shape(),
        bytes >> 20,
        memory >> 20,
        (long) Math.ceil(bytes / MEMORY_SHARE / (1 << 30)));
  }

  SampleShape.Image shape() {
    return new SampleShape.Image(preparation.channels(), preparation.height(), preparation.width());
  }
}
