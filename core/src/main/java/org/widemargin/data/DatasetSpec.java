package org.widemargin.data;

import static org.widemargin.config.Change.set;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.Change;
import org.widemargin.error.InputException;
import org.widemargin.image.Colour;
import org.widemargin.image.ImageFit;
import org.widemargin.image.ImageSize;

/**
 * Which data set to use, as a configuration says it.
 *
 * @param name one of {@link Datasets#names()}
 * @param data the user's folder or file; may be absent for sets that come with the library
 * @param shape for {@code folder}: what to stretch images to, channels, height, width; instead of
 *     {@code image-size} and {@code image-channels}
 * @param label for {@code csv}: the name of the column with the labels, by default {@code label}
 * @param imageSize for {@code folder}: what to bring images to; if absent, the size that all have,
 *     or else a size of the reader's choice
 * @param imageFit for {@code folder}: how images of another size are brought to it; by default
 *     cropped
 * @param imageChannels for {@code folder}: 1 for greyscale, 3 for colours; if absent, 1 where all
 *     images are grey
 * @param imageBackground for {@code folder}: what transparent images are put on; if absent, they
 *     are refused
 * @param testShare for a {@code folder} of classes without a part to test on: the share of the
 *     images that are held out for it, by default 0.2
 * @param testSeed for the same: the seed of the draw, by default 1
 * @param imageResize for images that are cropped: what their shorter side is scaled to before the
 *     middle is cut out. If absent, for imagenet the longer side of the size over 0.875, as 342 of
 *     299; for {@code folder} what just covers the size
 * @param classNames for imagenet: a file with the readable name of each class; if absent, one of a
 *     usual name in the folder, if it is there
 * @param undecodable for folders of images: what becomes of files that cannot be decoded, by
 *     default that they are refused
 * @param listingCache for imagenet: the folder where the listing of the data is kept; if absent,
 *     the usual place of the user's system for what can be made again
 */
public record DatasetSpec(
    String name,
    @Nullable Path data,
    @Nullable SampleShape shape,
    @Nullable String label,
    @Nullable ImageSize imageSize,
    @Nullable ImageFit imageFit,
    @Nullable Integer imageChannels,
    @Nullable Colour imageBackground,
    @Nullable Double testShare,
    @Nullable Long testSeed,
    @Nullable Integer imageResize,
    @Nullable Path classNames,
    @Nullable Undecodable undecodable,
    @Nullable Path listingCache) {
  /** The reader of folders of more images than memory holds. */
  static final String IMAGENET = "imagenet";

  /** The reader of folders of images. */
  static final String FOLDER = "folder";

  private static final String DEFAULT_LABEL = "label";
  private static final double DEFAULT_TEST_SHARE = 0.2;

  /** Checks that there is a name, and the ranges. */
  public DatasetSpec {
    InputException.require(!name.isBlank(), "expected the name of a data set, found none");
    InputException.require(
        shape == null || (imageSize == null && imageFit == null && imageChannels == null),
        "expected a shape, or image-size, image-fit and image-channels, found both");
    InputException.require(
        imageResize == null || imageResize > 0,
        "expected an image-resize of at least 1 pixel, found %s",
        String.valueOf(imageResize));
    InputException.require(
        imageChannels == null || imageChannels == 1 || imageChannels == 3,
        "expected image-channels of 1 (greyscale) or 3 (colours), found %s",
        String.valueOf(imageChannels));
    InputException.require(
        testShare == null || (testShare > 0 && testShare < 1),
        "expected a test-share above 0 and below 1, found %s",
        String.valueOf(testShare));
  }

  /**
   * Says what all kinds of data sets have in common.
   *
   * @param name one of {@link Datasets#names()}
   * @param data the user's folder or file; may be absent
   * @param shape what to stretch images to; may be absent
   * @param label the name of the column with the labels; may be absent
   */
  public DatasetSpec(
      String name, @Nullable Path data, @Nullable SampleShape shape, @Nullable String label) {
    this(name, data, shape, label, null, null, null, null, null, null, null, null, null, null);
  }

  /**
   * Names a data set that needs nothing else.
   *
   * @param name one of {@link Datasets#names()}
   * @return its specification
   */
  public static DatasetSpec of(String name) {
    return new DatasetSpec(name, null, null, null);
  }

  /**
   * The same from any working folder.
   *
   * @return the specification with an absolute path, if it has one
   */
  public DatasetSpec absolute() {
    return with(absolute(data), absolute(classNames), absolute(listingCache));
  }

  private DatasetSpec with(
      @Nullable Path newData, @Nullable Path newClassNames, @Nullable Path newListingCache) {
    return new DatasetSpec(
        name,
        newData,
        shape,
        label,
        imageSize,
        imageFit,
        imageChannels,
        imageBackground,
        testShare,
        testSeed,
        imageResize,
        newClassNames,
        undecodable,
        newListingCache);
  }

  private static @Nullable Path absolute(@Nullable Path path) {
    return path == null ? null : path.toAbsolutePath().normalize();
  }

  /**
   * The same without what changes no sample, to name it by.
   *
   * @return the specification without the place of its listing
   */
  public DatasetSpec deciding() {
    return with(data, classNames, null);
  }

  /**
   * The same from another place.
   *
   * @param place the folder or file
   * @return the specification with that path
   */
  public DatasetSpec at(Path place) {
    return Change.apply(this, set(DatasetSpec::data).to(place));
  }

  /**
   * Where the user's own copy is.
   *
   * @return the folder or file; empty if none was given
   */
  public Optional<Path> folder() {
    return Optional.ofNullable(data);
  }

  /**
   * Where the data lie, for sets that do not come with the library.
   *
   * @param expected what has to be there, as in "expected ..., found none"
   * @return the folder or file
   * @throws InputException if none was given
   */
  public Path requiredData(String expected) {
    return folder()
        .orElseThrow(
            () ->
                new InputException(
                    name + ": expected " + expected + ", found none; give it with --data"));
  }

  /**
   * The same for a network that is there already: images are brought to what it takes, whatever
   * else lies in the folder by now.
   *
   * @param input the shape of one sample
   * @return the specification with that size, if it is of a folder of images
   */
  public DatasetSpec forNetwork(SampleShape input) {
    if (!isFolder() || shape != null || !(input instanceof SampleShape.Image image)) {
      return this;
    }
    return Change.apply(
        this,
        set(DatasetSpec::imageSize).to(new ImageSize(image.height(), image.width())),
        set(DatasetSpec::imageChannels).to(image.channels()));
  }

  private boolean isFolder() {
    return name.equals(FOLDER) || name.equals(IMAGENET);
  }

  ImageFit fit() {
    ImageFit byDefault = shape == null ? ImageFit.CROP : ImageFit.STRETCH;
    return Optional.ofNullable(imageFit).orElse(byDefault);
  }

  double heldOutForTest() {
    return Optional.ofNullable(testShare).orElse(DEFAULT_TEST_SHARE);
  }

  long seedOfTest() {
    return Optional.ofNullable(testSeed).orElse(1L);
  }

  /**
   * The column of a table with the labels.
   *
   * @return its name or number, as said or by default
   */
  public String labelColumn() {
    return Optional.ofNullable(label).orElse(DEFAULT_LABEL);
  }
}
