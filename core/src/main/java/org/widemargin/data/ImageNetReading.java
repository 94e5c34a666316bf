package org.widemargin.data;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.widemargin.error.InputException;
import org.widemargin.image.ImageFit;
import org.widemargin.image.ImagePreparation;
import org.widemargin.image.ImageSize;

/**
 * Reads folders of more images than memory holds, as ImageNet is unpacked: {@code train/CLASS/...}
 * and {@code val/CLASS/...}. The files are only listed; each is decoded when a batch needs it.
 *
 * <p>Classes are in the order of their folders' names, as torchvision has them: a network's outputs
 * mean the same as there. Their readable names come from a file ({@link SynsetNames}).
 */
final class ImageNetReading {
  /** Of Inception v3 (Szegedy et al. 2016, table 1). */
  private static final ImageSize DEFAULT_SIZE = ImageSize.square(299);

  /**
   * The part of the shorter side that is left of an image that is evaluated: 299 of 342, 224 of
   * 256, as torchvision's networks are evaluated, and TensorFlow's Inception before them ({@code
   * central_fraction}).
   */
  private static final double LEFT = 0.875;

  private static final Pattern SYNSET = Pattern.compile("n\\d{8}");

  private final Path folder;
  private final DatasetSpec spec;
  private final ReadingListener listener;
  private final Faults faults = new Faults();

  private ImageNetReading(Path folder, DatasetSpec spec, ReadingListener listener) {
    this.folder = folder;
    this.spec = spec;
    this.listener = listener;
  }

  /**
   * Lists both parts.
   *
   * @throws InputException if a part is missing, they have different classes, or a folder cannot be
   *     listed
   */
  static DataSource read(DatasetSpec spec, ReadingListener listener) {
    Path folder =
        spec.requiredData(
            "a folder with train and val, each with one folder of images for each class");
    return new ImageNetReading(folder, spec, listener).read();
  }

  private DataSource read() {
    FolderWalk walk = new FolderWalk(faults, SynsetNames.usual(folder));
    FolderLayout layout = FolderLayout.of(folder, walk, faults);
    layout.notes().forEach(listener::note);
    Map<String, Path> test =
        layout
            .test()
            .orElseThrow(
                () ->
                    new InputException(
                        "%s: expected the folders train and val, each with one folder of images for each class, found no val"
                            .formatted(folder)));
    List<String> names = names(List.copyOf(layout.train().keySet()));
    FolderListing listing = FolderListing.begin(folder, cache(), this::note);
    List<Path> folders = new ArrayList<>(layout.train().values());
    folders.addAll(test.values());
    Map<Path, ClassListing> listings = listing.of(folders, faults);
    requireFiles(listings);
    noteFindings(walk, listings);
    DecodingCheck.Result check = check(listing, listings);
    LeftOut leftOut = new LeftOut();
    addTo(leftOut, layout.train().values(), check, false);
    addTo(leftOut, test.values(), check, true);
    int files = listings.values().stream().mapToInt(ClassListing::size).sum();
    leftOut.note(files, listener);
    return new DataSource(
        part(new ClassFiles(layout.train(), listings), check, leftOut.of(false), names),
        part(new ClassFiles(test, listings), check, leftOut.of(true), names));
  }

  private ListingCache cache() {
    Path place =
        Optional.ofNullable(spec.listingCache())
            .orElseGet(() -> UserFolders.cache().resolve("listings"));
    return ListingCache.in(place, folder);
  }

  private synchronized void note(String note) {
    listener.note(note);
  }

  private List<String> names(List<String> classes) {
    Optional<Path> file = SynsetNames.file(spec.classNames(), folder);
    if (file.isPresent()) {
      return SynsetNames.of(classes, file.get());
    }
    if (SYNSET.matcher(classes.get(0)).matches()) {
      note(
          "the classes are called as their folders are, such as %s; a file with a line '%s NAME' for each, given with --class-names, has readable names"
              .formatted(classes.get(0), classes.get(0)));
    }
    return classes;
  }

  private void requireFiles(Map<Path, ClassListing> listings) {
    listings.forEach(
        (place, listing) -> {
          if (listing.size() == 0) {
            faults.add(place + ": expected images, found none");
          }
        });
    faults.check(folder);
  }

  private void noteFindings(FolderWalk walk, Map<Path, ClassListing> listings) {
    List<Path> leftOut = new ArrayList<>(walk.leftOut());
    listings.forEach(
        (place, listing) -> listing.leftOut().forEach(name -> leftOut.add(place.resolve(name))));
    if (!leftOut.isEmpty()) {
      note(SystemFiles.note(leftOut));
    }
    int nested = listings.values().stream().mapToInt(ClassListing::nested).sum();
    if (nested > 0) {
      note(nested + " files lie in folders inside those of the classes, and are taken too");
    }
  }

  private ImagePreparation preparation() {
    ImageSize size = Optional.ofNullable(spec.imageSize()).orElse(DEFAULT_SIZE);
    int channels = Optional.ofNullable(spec.imageChannels()).orElse(3);
    if (spec.shape() != null) {
      SampleShape.Image shape = ImageFile.requireImage(spec.shape());
      size = new ImageSize(shape.height(), shape.width());
      channels = shape.channels();
    }
    Integer resize = spec.imageResize();
    if (resize == null && spec.fit() == ImageFit.CROP) {
      resize = (int) Math.round(Math.max(size.height(), size.width()) / LEFT);
    }
    return new ImagePreparation(
        channels, size.height(), size.width(), spec.fit(), spec.imageBackground(), resize);
  }

  private DecodingCheck.Result check(FolderListing listing, Map<Path, ClassListing> listings) {
    return spec.undecodable() == Undecodable.SKIP
        ? new DecodingCheck(listing, spec.imageBackground(), listener).of(listings)
        : DecodingCheck.Result.NOTHING_FOUND;
  }

  private static void addTo(
      LeftOut leftOut, Collection<Path> folders, DecodingCheck.Result check, boolean ofTest) {
    folders.forEach(
        place -> check.faultsIn(place).values().forEach(fault -> leftOut.add(fault, ofTest)));
  }

  private Dataset part(
      ClassFiles files, DecodingCheck.Result check, List<String> undecodable, List<String> names) {
    int[] rows =
        IntStream.range(0, files.size())
            .filter(row -> undecodable.isEmpty() || check.isSound(files, row))
            .toArray();
    require(rows.length > 0, "%s: expected images that can be decoded, found none", folder);
    ImagePreparation preparation = preparation();
    return Dataset.files(
        String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
        new FileStore(preparation, files, cache().remedy(), this::note),
        rows,
        IntStream.of(rows).map(files::label).toArray(),
        new DataDescription(names, preparation, null),
        undecodable);
  }
}
