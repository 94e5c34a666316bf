package org.widemargin.data;

import java.nio.file.Path;
import org.widemargin.image.EncodedImage;

/**
 * An image of a folder, not yet decoded.
 *
 * @param file where
 * @param label its class
 * @param test whether it lies in the part to test on
 * @param height rows of pixels
 * @param width columns of pixels
 * @param channels 1 for greyscale, 3 for colours
 * @param sha256 of the file
 */
record PictureFile(
    Path file, int label, boolean test, int height, int width, int channels, String sha256) {
  static PictureFile read(Path file, int label, boolean test) {
    EncodedImage image = EncodedImage.read(file);
    return new PictureFile(
        file, label, test, image.height(), image.width(), image.channels(), image.sha256());
  }

  /** The same in the part to test on. */
  PictureFile forTest() {
    return new PictureFile(file, label, true, height, width, channels, sha256);
  }

  int area() {
    return height * width;
  }
}
