package org.widemargin.image;

import java.io.IOException;

/** Why a file cannot be read as a picture, without the file's name, which its reader adds. */
final class ImageFault extends IOException {
  private static final long serialVersionUID = 1L;

  ImageFault(String message) {
    super(message);
  }

  static void require(boolean condition, String message) throws ImageFault {
    if (!condition) {
      throw new ImageFault(message);
    }
  }
}
