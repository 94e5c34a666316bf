package org.widemargin.image;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A picture in the bytes of its file, whose structure was looked through but not decoded. */
sealed interface Encoded permits JpegFile, PngFile {
  /** Columns of pixels as they are stored. */
  int width();

  /** Rows of pixels as they are stored. */
  int height();

  /** Whether there is one channel beside transparency. */
  boolean isGrey();

  /** How the stored pixels are to be turned. */
  Orientation orientation();

  /** About how much memory decoding takes, for each pixel that is kept and for each there is. */
  Cost cost();

  /**
   * Decodes.
   *
   * @param every which columns and rows are kept: 1 for all, 2 for every other one
   * @param background what transparent pixels are put on; null to refuse them
   * @param remarks is told what was not as it should be, and did not keep the picture from being
   *     read as other programs read it
   * @throws IOException if the file is damaged, or transparent without a background
   */
  Raster decode(int every, @Nullable Colour background, Consumer<String> remarks)
      throws IOException;

  /**
   * Bytes of memory.
   *
   * @param kept for each pixel that is kept
   * @param stored for each pixel that is stored
   */
  record Cost(int kept, int stored) {}
}
