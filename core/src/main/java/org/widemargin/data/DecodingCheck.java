package org.widemargin.data;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;
import org.widemargin.image.Colour;
import org.widemargin.image.EncodedImage;
import org.widemargin.image.ImageFit;
import org.widemargin.image.ImagePreparation;

/**
 * Decodes every file once, on all processors, to know which cannot be. Classes without a fault are
 * remembered beside the listing, so that this is done once for each data folder; it may be broken
 * off and goes on where it was.
 */
final class DecodingCheck {
  private static final long NANOS_BETWEEN_KEEPING = 20_000_000_000L;

  private final FolderListing listing;
  private final ImagePreparation preparation;
  private final String background;
  private final ReadingListener listener;

  /**
   * What was found.
   *
   * @param faults by folder of a class, and by the file's place in its listing: a message that
   *     begins with the file
   */
  record Result(Map<Path, Map<Integer, String>> faults) {
    static final Result NOTHING_FOUND = new Result(Map.of());

    Map<Integer, String> faultsIn(Path folder) {
      return faults.getOrDefault(folder, Map.of());
    }

    /** Whether a file can be decoded. */
    boolean isSound(ClassFiles files, int row) {
      return !faultsIn(files.folder(row)).containsKey(files.placeInClass(row));
    }
  }

  DecodingCheck(FolderListing listing, @Nullable Colour background, ReadingListener listener) {
    this.listing = listing;
    this.preparation = new ImagePreparation(3, 1, 1, ImageFit.STRETCH, background);
    this.background = String.valueOf(background);
    this.listener = listener;
  }

  /** Decodes what was not decoded before. */
  Result of(Map<Path, ClassListing> listings) {
    Map<Path, ClassListing> known = new LinkedHashMap<>(listings);
    Map<Path, ClassListing> unknown = new LinkedHashMap<>();
    listings.forEach(
        (folder, files) -> {
          if (!files.decodable().equals(Optional.of(background))) {
            unknown.put(folder, files);
          }
        });
    int total = unknown.values().stream().mapToInt(ClassListing::size).sum();
    Map<Path, Map<Integer, String>> faults = new LinkedHashMap<>();
    long kept = System.nanoTime();
    int done = 0;
    for (Map.Entry<Path, ClassListing> entry : unknown.entrySet()) {
      Path folder = entry.getKey();
      ClassListing files = entry.getValue();
      Map<Integer, String> found = faults(folder, files);
      if (found.isEmpty()) {
        known.put(folder, files.allDecoded(background));
      } else {
        faults.put(folder, found);
      }
      done += files.size();
      listener.progress(done, total);
      if (System.nanoTime() - kept > NANOS_BETWEEN_KEEPING) {
        listing.keep(known);
        kept = System.nanoTime();
      }
    }
    if (!unknown.isEmpty()) {
      listing.keep(known);
    }
    return new Result(Collections.unmodifiableMap(faults));
  }

  private Map<Integer, String> faults(Path folder, ClassListing files) {
    Map<Integer, String> found = new ConcurrentHashMap<>();
    IntStream.range(0, files.size())
        .parallel()
        .forEach(
            index -> {
              try {
                EncodedImage.read(files.file(folder, index).path())
                    .prepared(preparation, remark -> {});
              } catch (InputException e) {
                found.put(index, e.getMessage());
              }
            });
    return new TreeMap<>(found);
  }
}
