package org.widemargin.image;

import static org.widemargin.error.InputException.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Height and width, written {@code 64} for a square or {@code 48x64}.
 *
 * @param height rows of pixels
 * @param width columns of pixels
 */
public record ImageSize(int height, int width) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,5})(?:x(\\d{1,5}))?");

  /** Checks the range. */
  public ImageSize {
    require(
        height > 0 && width > 0 && Math.max(height, width) <= ImagePreparation.LONGEST_SIDE,
        "expected an image size from 1 to %d pixels a side, found %dx%d",
        ImagePreparation.LONGEST_SIDE,
        height,
        width);
  }

  /**
   * Makes a square.
   *
   * @param side rows and columns
   * @return the size
   */
  public static ImageSize square(int side) {
    return new ImageSize(side, side);
  }

  /**
   * Reads a size.
   *
   * @param text one side of a square, or height and width
   * @return the size
   * @throws org.widemargin.error.InputException if it is written otherwise, or out of range
   */
  public static ImageSize parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    require(
        form.matches(),
        "expected an image size such as 64, or 48x64 (height x width), found '%s'",
        text);
    int height = Integer.parseInt(form.group(1));
    return new ImageSize(height, form.group(2) == null ? height : Integer.parseInt(form.group(2)));
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static ImageSize read(Object scalar) {
    return parse(scalar.toString());
  }

  @JsonValue
  @Override
  public String toString() {
    return height == width ? Integer.toString(height) : height + "x" + width;
  }
}
