package org.widemargin.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.widemargin.error.InputException;

/** The reader of kept listings, which no other package knows, as the fuzzers want it. */
public final class KeptListing {
  /** What the listings of the corpus are of; it is not there. */
  private static final Path PHOTOGRAPHS = Path.of("/photographs");

  private KeptListing() {}

  /**
   * Reads a listing. One that cannot be used is no mistake of the user's, who is told in a line;
   * here that line is the refusal.
   *
   * @throws InputException with the line
   */
  public static void read(Path file) {
    List<String> notes = new ArrayList<>();
    new ListingCache(file, PHOTOGRAPHS).read(notes::add);
    InputException.require(notes.isEmpty(), "%s", String.join("\n", notes));
  }
}
