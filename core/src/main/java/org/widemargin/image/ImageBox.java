package org.widemargin.image;

import static org.widemargin.error.InputException.require;

/**
 * A rectangle of a picture, in its pixels.
 *
 * @param top the first row
 * @param left the first column
 * @param height rows
 * @param width columns
 */
public record ImageBox(int top, int left, int height, int width) {
  /** Checks that it has pixels. */
  public ImageBox {
    require(
        top >= 0 && left >= 0 && height > 0 && width > 0,
        "expected a part of an image of at least one pixel, from row and column 0 on, found %dx%d"
            + " (height x width) from row %d and column %d on",
        height,
        width,
        top,
        left);
  }

  /** The same rectangle of a picture of which only some columns and rows were kept. */
  ImageBox ofEvery(int every, int keptHeight, int keptWidth) {
    int newTop = Math.min(top / every, keptHeight - 1);
    int newLeft = Math.min(left / every, keptWidth - 1);
    return new ImageBox(
        newTop,
        newLeft,
        Math.max(1, Math.min(height / every, keptHeight - newTop)),
        Math.max(1, Math.min(width / every, keptWidth - newLeft)));
  }
}
