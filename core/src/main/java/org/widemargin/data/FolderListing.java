package org.widemargin.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Lists folders of classes on all processors, and takes from the {@link ListingCache} what has not
 * changed since it was kept there.
 *
 * @param root the data folder that all of them lie in
 * @param cache where listings are kept
 * @param began when listing began, by the clock that files get their times from
 * @param notes is told what the user should know
 */
record FolderListing(Path root, ListingCache cache, long began, Consumer<String> notes) {
  /** Begins to list. */
  static FolderListing begin(Path root, ListingCache cache, Consumer<String> notes) {
    return new FolderListing(root, cache, cache.now(), notes);
  }

  /** A folder's files, and what is wrong with it. */
  private record Listed(ClassListing listing, Faults faults, boolean isNew) {}

  /**
   * Lists all of them.
   *
   * @param folders of the classes
   * @param faults gets what is wrong with them
   * @return by folder, in their order
   */
  Map<Path, ClassListing> of(List<Path> folders, Faults faults) {
    Map<String, ClassListing> kept = cache.read(notes);
    Map<Integer, Listed> found = new ConcurrentHashMap<>();
    IntStream.range(0, folders.size())
        .parallel()
        .forEach(index -> found.put(index, listed(folders.get(index), kept)));
    Map<Path, ClassListing> listings = new LinkedHashMap<>();
    boolean changed = kept.size() != folders.size();
    Faults met = new Faults();
    for (int index = 0; index < folders.size(); index++) {
      Listed listed = Objects.requireNonNull(found.get(index));
      listings.put(folders.get(index), listed.listing());
      met.addAll(listed.faults());
      changed |= listed.isNew();
    }
    if (changed && met.isEmpty()) {
      keep(listings);
    }
    faults.addAll(met);
    return listings;
  }

  private Listed listed(Path folder, Map<String, ClassListing> kept) {
    Faults faults = new Faults();
    return Optional.ofNullable(kept.get(place(folder)))
        .filter(listing -> listing.isCurrent(folder))
        .map(listing -> new Listed(listing, faults, false))
        .orElseGet(() -> new Listed(ClassListing.of(folder, faults), faults, true));
  }

  /** Keeps listings for the next time. */
  void keep(Map<Path, ClassListing> listings) {
    Map<String, ClassListing> byPlace = new LinkedHashMap<>();
    listings.forEach((folder, listing) -> byPlace.put(place(folder), listing));
    cache.write(byPlace, began, notes);
  }

  private String place(Path folder) {
    return root.relativize(folder).toString();
  }
}
