package org.widemargin.figure;

import java.util.List;
import java.util.Objects;

/**
 * How a series looks: colour, mark, dashes and weight. Two series of one figure should differ in
 * more than their colour.
 *
 * @param hue its colour
 * @param shape its mark
 * @param filled whether the mark is filled, or hollow
 * @param dash how its line is broken
 * @param weight how much it stands out
 */
public record SeriesStyle(Hue hue, Shape shape, boolean filled, Dash dash, Weight weight) {

  /** Requires all of them. */
  public SeriesStyle {
    Objects.requireNonNull(hue);
    Objects.requireNonNull(shape);
    Objects.requireNonNull(dash);
    Objects.requireNonNull(weight);
  }

  /**
   * A colour: Okabe and Ito's palette (2008), which colour-blind readers can tell apart, without
   * its yellow, which is too pale for lines, and with a grey.
   */
  public enum Hue {
    /** The strongest blue. */
    BLUE("series-1", 0x0072b2),
    /** A red that is not confused with green. */
    VERMILION("series-2", 0xd55e00),
    /** A bluish green. */
    GREEN("series-3", 0x009e73),
    /** The text's colour. */
    BLACK("series-4", 0x1b1f24),
    /** A reddish purple. */
    PURPLE("series-5", 0xcc79a7),
    /** A dark yellow. */
    ORANGE("series-6", 0xe69f00),
    /** A pale blue. */
    SKY("series-7", 0x56b4e9),
    /** For what stays in the background. */
    GREY("series-8", 0x7d8590);

    private final String role;
    private final int rgb;

    Hue(String role, int rgb) {
      this.role = role;
      this.rgb = rgb;
    }

    Ink ink() {
      return new Ink(role, rgb, 1);
    }
  }

  /** A mark at the points of a curve. */
  public enum Shape {
    /** A circle. */
    DISC,
    /** A square on a side. */
    SQUARE,
    /** A triangle on a side. */
    TRIANGLE,
    /** A square on a corner. */
    DIAMOND,
    /** A triangle on a corner. */
    DOWN_TRIANGLE,
    /** A pentagon. */
    PENTAGON,
    /** Two lines across; it cannot be filled. */
    CROSS
  }

  /** How a line is broken. */
  public enum Dash {
    /** Not at all. */
    SOLID,
    /** Long dashes. */
    DASHED,
    /** Dots. */
    DOTTED,
    /** Dashes and dots in turn. */
    DASH_DOT,
    /** Short dashes. */
    SHORT_DASHED;

    /** Lengths of dashes and gaps in turn. */
    List<Double> lengths() {
      return switch (this) {
        case SOLID -> List.of();
        case DASHED -> List.of(9.0, 4.0);
        case DOTTED -> List.of(2.0, 3.5);
        case DASH_DOT -> List.of(11.0, 4.0, 2.0, 4.0);
        case SHORT_DASHED -> List.of(5.0, 2.5);
      };
    }
  }

  /** How much a series stands out; what stands out more is drawn over the rest. */
  public enum Weight {
    /** Steps back: thin, and paler where it is a line. */
    FAINT(1.5, 0.75, 3.2),
    /** The usual one. */
    NORMAL(2.2, 1, 4),
    /** What a figure is about. */
    STRONG(3.2, 1, 4.8);

    private final double width;
    private final double opacity;
    private final double radius;

    Weight(double width, double opacity, double radius) {
      this.width = width;
      this.opacity = opacity;
      this.radius = radius;
    }
  }

  private static final List<Hue> HUES =
      List.of(Hue.BLUE, Hue.VERMILION, Hue.GREEN, Hue.BLACK, Hue.PURPLE, Hue.ORANGE, Hue.SKY);

  private static final List<Shape> SHAPES =
      List.of(
          Shape.DISC,
          Shape.SQUARE,
          Shape.TRIANGLE,
          Shape.DIAMOND,
          Shape.DOWN_TRIANGLE,
          Shape.PENTAGON);

  /**
   * The look of a series that has none of its own. Seven colours, five dashes and twelve marks run
   * on at different paces, so that none comes twice before the twelfth.
   *
   * @param place of the series in its figure, from 0
   * @return the look
   */
  public static SeriesStyle numbered(int place) {
    int shapes = SHAPES.size();
    return new SeriesStyle(
        HUES.get(place % HUES.size()),
        SHAPES.get(place % shapes),
        (place + place / shapes) % 2 == 0,
        Dash.values()[place % Dash.values().length],
        Weight.NORMAL);
  }

  Stroke line() {
    return new Stroke(hue.ink().withOpacity(weight.opacity), weight.width, dash.lengths());
  }

  /** For bars and whiskers: solid and thinner than the curve. */
  Stroke bar() {
    return Stroke.solid(hue.ink().withOpacity(weight.opacity), 0.4 + weight.width / 2);
  }

  double radius() {
    return weight.radius;
  }
}
