package org.widemargin.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The files of one part of a data set, class after class, by one number each: a few dozen bytes of
 * memory for each file, and paths only when they are asked for.
 */
final class ClassFiles {
  private final List<Path> folders;
  private final List<String> classes;
  private final List<ClassListing> listings;
  private final int[] starts;

  /**
   * Puts listings together.
   *
   * @param folders the folder of each class, by its name, in the order of the labels
   * @param listings the files in each folder
   */
  ClassFiles(Map<String, Path> folders, Map<Path, ClassListing> listings) {
    this.classes = List.copyOf(folders.keySet());
    this.folders = List.copyOf(folders.values());
    this.listings = this.folders.stream().map(listings::get).map(Objects::requireNonNull).toList();
    this.starts = new int[this.listings.size() + 1];
    for (int label = 0; label < this.listings.size(); label++) {
      starts[label + 1] = Math.addExact(starts[label], this.listings.get(label).size());
    }
  }

  int size() {
    return starts[starts.length - 1];
  }

  /** The class that a file lies in, by its place among the classes. */
  int label(int index) {
    int found = Arrays.binarySearch(starts, index);
    if (found < 0) {
      return -found - 2;
    }
    // Classes without a file begin where the next one does.
    while (starts[found + 1] == index) {
      found++;
    }
    return found;
  }

  /** The folder of a file's class. */
  Path folder(int index) {
    return folders.get(label(index));
  }

  /** The file's place in the listing of its class. */
  int placeInClass(int index) {
    return index - starts[label(index)];
  }

  ListedFile file(int index) {
    return listings.get(label(index)).file(folder(index), placeInClass(index));
  }

  /** Adds the file's class, name and size to a digest. */
  void digest(int index, MessageDigest digest) {
    int label = label(index);
    ClassListing listing = listings.get(label);
    int inClass = index - starts[label];
    String name = classes.get(label) + "/" + listing.name(inClass).replace('\\', '/');
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    digest.update(
        ByteBuffer.allocate(1 + Long.BYTES).put((byte) 0).putLong(listing.bytes(inClass)).array());
  }
}
