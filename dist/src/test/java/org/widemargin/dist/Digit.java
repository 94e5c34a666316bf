package org.widemargin.dist;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A digit that any trained network knows. */
final class Digit {
  private Digit() {}

  /** Draws an upright stroke, white on black. */
  static Path one(Path file) throws IOException {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D drawing = image.createGraphics();
    drawing.setColor(Color.WHITE);
    drawing.fillRect(13, 4, 3, 20);
    drawing.dispose();
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
