package org.widemargin.image;

import static org.widemargin.error.InputException.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A colour of sRGB, written {@code white}, {@code black} or by two hexadecimal digits for each
 * channel, as in {@code #ff8000}.
 *
 * @param red from 0 to 255
 * @param green from 0 to 255
 * @param blue from 0 to 255
 */
public record Colour(int red, int green, int blue) {
  private static final Pattern FORM = Pattern.compile("#?([0-9a-f]{6})");
  private static final Map<String, Colour> NAMED =
      Map.of("black", new Colour(0, 0, 0), "white", new Colour(255, 255, 255));

  /** Checks the ranges. */
  public Colour {
    require(
        isLevel(red) && isLevel(green) && isLevel(blue),
        "expected channels from 0 to 255, found %d, %d, %d",
        red,
        green,
        blue);
  }

  private static boolean isLevel(int channel) {
    return channel >= 0 && channel <= 255;
  }

  /**
   * Reads a colour.
   *
   * @param text a name, or six hexadecimal digits with or without {@code #}
   * @return the colour
   * @throws org.widemargin.error.InputException if it is written otherwise
   */
  public static Colour parse(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    Colour named = NAMED.get(word);
    if (named != null) {
      return named;
    }
    Matcher form = FORM.matcher(word);
    require(
        form.matches(),
        "expected a colour such as white, black or '#ff8000' (in quotes), found '%s'",
        text);
    return ofPacked(Integer.parseInt(form.group(1), 16));
  }

  private static Colour ofPacked(int packed) {
    return new Colour(packed >> 16, packed >> 8 & 0xff, packed & 0xff);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Colour read(Object scalar) {
    return parse(scalar.toString());
  }

  /** Whether its channels are equal. */
  boolean isGrey() {
    return red == green && green == blue;
  }

  /** The level of a channel: 0 red, 1 green, 2 blue. */
  int channel(int number) {
    return switch (number) {
      case 0 -> red;
      case 1 -> green;
      default -> blue;
    };
  }

  @JsonValue
  @Override
  public String toString() {
    return NAMED.entrySet().stream()
        .filter(named -> named.getValue().equals(this))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(() -> String.format(Locale.ROOT, "#%02x%02x%02x", red, green, blue));
  }
}
