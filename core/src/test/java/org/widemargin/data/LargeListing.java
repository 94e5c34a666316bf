package org.widemargin.data;

import static org.widemargin.config.Change.set;

import java.nio.file.Path;
import java.util.Locale;
import org.widemargin.config.Change;
import org.widemargin.image.ImageSize;

/** A process of its own that lists a large data folder, and tells how it went. */
final class LargeListing {
  private LargeListing() {}

  /** Takes the data folder and the folder for listings; prints files, seconds and bytes of heap. */
  public static void main(String[] arguments) {
    DatasetSpec spec =
        Change.apply(
            DatasetSpec.of("imagenet").at(Path.of(arguments[0])),
            set(DatasetSpec::imageSize).to(ImageSize.square(32)),
            set(DatasetSpec::listingCache).to(Path.of(arguments[1])));
    long start = System.nanoTime();
    DataSource source = Datasets.load(spec);
    double listed = (System.nanoTime() - start) * 1e-9;
    String digest = source.train().sha256();
    double digested = (System.nanoTime() - start) * 1e-9 - listed;
    System.gc();
    long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    int files = source.train().size() + source.test().size();
    System.out.printf(Locale.ROOT, "%d %.3f %.3f %d %s%n", files, listed, digested, used, digest);
  }
}
