package org.widemargin.figure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.widemargin.figure.SeriesStyle.Dash;
import org.widemargin.figure.SeriesStyle.Hue;
import org.widemargin.figure.SeriesStyle.Shape;
import org.widemargin.figure.SeriesStyle.Weight;

/**
 * The look of each method, the same in every figure of every study. The family gives the colour,
 * the norm the mark, the layers the filling and the dashes:
 *
 * <pre>
 * cross-entropy                black, strong
 * boundary, boundary-NORM      vermilion, strong
 * margin-NORM-all, -spread     blue, filled
 * margin-NORM-input            pale blue, hollow, dashed, faint
 * paper-NORM-all, -input       green, the same otherwise, with dashes and dots, faint
 * gce, label-smoothing         purple
 * hinge                        grey, faint
 * ANY-ema                      as without the ending, but hollow, with dots
 * </pre>
 *
 * A method that is none of these gets a place by its name, which depends on other methods only
 * where two would fall on the same one.
 */
public final class MethodStyles {
  private static final String AVERAGED = "-ema";
  private static final Pattern MARGIN =
      Pattern.compile("(margin|paper)-(l1|l2|linf)(-all|-input|-spread)?");
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary(?:-(l1|l2|linf))?(-all|-input)?");

  private static final List<SeriesStyle> SPARE = spare();

  private MethodStyles() {}

  /**
   * Gives each method its look.
   *
   * @param methods the methods of a study, all of them, so that each of its figures agrees
   * @return the looks by name
   */
  public static Map<String, SeriesStyle> of(Collection<String> methods) {
    Map<String, SeriesStyle> styles = new LinkedHashMap<>();
    for (String method : methods) {
      styles.put(method, known(method).orElseGet(() -> free(method, styles.values())));
    }
    return Collections.unmodifiableMap(styles);
  }

  private static Optional<SeriesStyle> known(String method) {
    if (method.endsWith(AVERAGED)) {
      return known(method.substring(0, method.length() - AVERAGED.length()))
          .map(
              style ->
                  new SeriesStyle(style.hue(), style.shape(), false, Dash.DOTTED, Weight.NORMAL));
    }
    Matcher margin = MARGIN.matcher(method);
    if (margin.matches()) {
      boolean all = !"-input".equals(margin.group(3));
      return Optional.of(
          margin.group(1).equals("paper")
              ? papers(shape(margin.group(2)), all)
              : margin(shape(margin.group(2)), all));
    }
    Matcher boundary = BOUNDARY.matcher(method);
    if (boundary.matches()) {
      Shape shape = boundary.group(1) == null ? Shape.PENTAGON : shape(boundary.group(1));
      return Optional.of(new SeriesStyle(Hue.VERMILION, shape, true, Dash.SOLID, Weight.STRONG));
    }
    return switch (method) {
      case "cross-entropy" ->
          Optional.of(new SeriesStyle(Hue.BLACK, Shape.DISC, true, Dash.SOLID, Weight.STRONG));
      case "hinge" ->
          Optional.of(new SeriesStyle(Hue.GREY, Shape.CROSS, false, Dash.DASHED, Weight.FAINT));
      case "gce" ->
          Optional.of(
              new SeriesStyle(Hue.PURPLE, Shape.DOWN_TRIANGLE, true, Dash.SOLID, Weight.NORMAL));
      case "label-smoothing" ->
          Optional.of(
              new SeriesStyle(
                  Hue.PURPLE, Shape.DOWN_TRIANGLE, false, Dash.SHORT_DASHED, Weight.NORMAL));
      default -> Optional.empty();
    };
  }

  private static SeriesStyle margin(Shape shape, boolean allLayers) {
    return allLayers
        ? new SeriesStyle(Hue.BLUE, shape, true, Dash.SOLID, Weight.NORMAL)
        : new SeriesStyle(Hue.SKY, shape, false, Dash.DASHED, Weight.FAINT);
  }

  private static SeriesStyle papers(Shape shape, boolean allLayers) {
    return new SeriesStyle(
        Hue.GREEN, shape, allLayers, allLayers ? Dash.DASH_DOT : Dash.SHORT_DASHED, Weight.FAINT);
  }

  private static Shape shape(String norm) {
    return switch (norm) {
      case "l1" -> Shape.TRIANGLE;
      case "l2" -> Shape.SQUARE;
      default -> Shape.DIAMOND;
    };
  }

  /** Looks that no known method has: in orange, and hollow or dashed ones of other families. */
  private static List<SeriesStyle> spare() {
    List<SeriesStyle> styles = new ArrayList<>();
    for (Shape shape : Shape.values()) {
      for (boolean filled : new boolean[] {true, false}) {
        for (Dash dash : Dash.values()) {
          if (shape != Shape.CROSS || !filled) {
            styles.add(new SeriesStyle(Hue.ORANGE, shape, filled, dash, Weight.NORMAL));
          }
        }
      }
    }
    return List.copyOf(styles);
  }

  private static SeriesStyle free(String method, Collection<SeriesStyle> taken) {
    int start = Math.floorMod(method.hashCode(), SPARE.size());
    for (int i = 0; i < SPARE.size(); i++) {
      SeriesStyle style = SPARE.get((start + i) % SPARE.size());
      if (!taken.contains(style)) {
        return style;
      }
    }
    return SPARE.get(start);
  }
}
