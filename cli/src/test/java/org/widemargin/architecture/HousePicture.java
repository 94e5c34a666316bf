package org.widemargin.architecture;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.widemargin.architecture.Room.Part;
import org.widemargin.figure.Markup;

/**
 * Draws the house as SVG: its parts on top of each other, method and judge beside each other, in
 * each part a room above all that it uses, and an arrow for each use that does not follow from
 * others.
 */
final class HousePicture {
  private static final String FONTS =
      "system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,'DejaVu Sans',sans-serif";
  private static final double WIDTH = 1080;
  private static final double EDGE = 24;
  private static final double ROOM_WIDTH = 158;
  private static final double ROOM_HEIGHT = 46;
  private static final double FLOOR = 80;
  private static final double TITLE = 30;
  private static final double GAP = 34;
  private static final double MARGIN = 12;

  private final Floors floors;
  private final Map<String, Box> boxes = new HashMap<>();
  private final StringBuilder parts = new StringBuilder();
  private double y = EDGE;

  /** Where something is. */
  private record Box(double x, double y, double width, double height) {
    double middle() {
      return x + width / 2;
    }
  }

  private HousePicture(Floors floors) {
    this.floors = floors;
  }

  /** Draws; the same floors give the same text. */
  static String svg(Floors floors) {
    return new HousePicture(floors).draw();
  }

  private String draw() {
    double inner = WIDTH - 2 * EDGE;
    stack(List.of(Part.PROGRAM), inner);
    stack(List.of(Part.LAB), inner);
    stack(List.of(Part.METHOD, Part.JUDGE), (inner - GAP) / 2);
    stack(List.of(Part.GROUND), inner);
    StringBuilder svg = new StringBuilder();
    double height = y - GAP + EDGE;
    svg.append(
        text(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%s\""
                + " height=\"%s\" role=\"img\" font-family=\"%s\" aria-label=\"The packages of"
                + " widemargin, each above those it uses\">%n",
            number(WIDTH), number(height), number(WIDTH), number(height), FONTS));
    svg.append("<title>The packages of widemargin, each above those it uses</title>\n");
    svg.append(
        text(
            "<rect width=\"%s\" height=\"%s\" fill=\"#ffffff\"/>%n",
            number(WIDTH), number(height)));
    svg.append(parts);
    floors.rooms().keySet().forEach(room -> arrows(svg, room));
    floors.rooms().values().forEach(room -> room(svg, room));
    return svg.append("</svg>\n").toString();
  }

  /** Lays parts out beside each other below all that is there. */
  private void stack(List<Part> beside, double width) {
    double tallest = 0;
    double x = EDGE;
    int most = beside.stream().mapToInt(part -> floors.floors(part).size()).max().orElse(0);
    for (Part part : beside) {
      List<List<Room>> rows = floors.floors(part);
      double height = TITLE + most * FLOOR - (FLOOR - ROOM_HEIGHT) + 22;
      parts.append(
          text(
              "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"12\" fill=\"%s\"/>%n"
                  + "<text x=\"%s\" y=\"%s\" font-size=\"15\" font-weight=\"bold\" fill=\"%s\">%s</text>%n",
              number(x),
              number(y),
              number(width),
              number(height),
              part.paper,
              number(x + 16),
              number(y + 23),
              part.ink,
              part.title));
      for (int row = 0; row < rows.size(); row++) {
        double top = y + TITLE + 8 + (most - 1 - row) * FLOOR;
        row(rows.get(row), x, top, width);
      }
      x += width + GAP;
      tallest = Math.max(tallest, height);
    }
    y += tallest + GAP;
  }

  /** Each room where it is wished, as far as its part and its neighbours leave it that place. */
  private void row(List<Room> row, double x, double top, double width) {
    List<Room> ordered = row.stream().sorted(Comparator.comparingDouble(Room::across)).toList();
    double[] lefts = new double[ordered.size()];
    for (int i = 0; i < lefts.length; i++) {
      double wished = x + width * ordered.get(i).across() - ROOM_WIDTH / 2;
      double least = i == 0 ? x + MARGIN : lefts[i - 1] + ROOM_WIDTH + MARGIN;
      lefts[i] = Math.max(wished, least);
    }
    double most = x + width - MARGIN - ROOM_WIDTH;
    for (int i = lefts.length - 1; i >= 0; i--) {
      lefts[i] = Math.min(lefts[i], most);
      most = lefts[i] - MARGIN - ROOM_WIDTH;
      boxes.put(ordered.get(i).drawn(), new Box(lefts[i], top, ROOM_WIDTH, ROOM_HEIGHT));
    }
  }

  private void room(StringBuilder svg, Room room) {
    Box box = box(room.drawn());
    String name = room.drawn().isEmpty() ? "widemargin" : room.drawn();
    svg.append(
        text(
            "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"7\" fill=\"#ffffff\""
                + " stroke=\"%s\" stroke-width=\"1.3\"/>%n",
            number(box.x()),
            number(box.y()),
            number(box.width()),
            number(box.height()),
            room.part().ink));
    label(svg, box, 19, "14\" font-weight=\"bold", room.part().ink, name);
    label(svg, box, 36, "11.5", "#57606a", room.purpose());
  }

  private static void label(
      StringBuilder svg, Box box, double down, String size, String ink, String words) {
    svg.append(
        text(
            "<text x=\"%s\" y=\"%s\" font-size=\"%s\" text-anchor=\"middle\" fill=\"%s\">%s</text>%n",
            number(box.middle()), number(box.y() + down), size, ink, Markup.escape(words)));
  }

  private void arrows(StringBuilder svg, String room) {
    List<String> targets =
        floors.arrows(room).stream()
            .sorted((a, b) -> Double.compare(box(a).middle(), box(b).middle()))
            .toList();
    for (int i = 0; i < targets.size(); i++) {
      Box from = box(room);
      Box to = box(targets.get(i));
      double startX = from.x() + from.width() * (i + 1) / (targets.size() + 1);
      double startY = from.y() + from.height();
      double endX = to.middle() + (startX - to.middle()) * 0.06;
      endX = Math.max(to.x() + 14, Math.min(to.x() + to.width() - 14, endX));
      double endY = to.y() - 2;
      double bend = Math.max(26, (endY - startY) * 0.5);
      String ink = part(room).ink;
      svg.append(
          text(
              "<path d=\"M%s %sC%s %s %s %s %s %s\" fill=\"none\" stroke=\"%s\""
                  + " stroke-width=\"1.4\" stroke-opacity=\"0.6\"/>%n"
                  + "<path d=\"M%s %sl-3.5 -7h7z\" fill=\"%s\"/>%n",
              number(startX),
              number(startY),
              number(startX),
              number(startY + bend),
              number(endX),
              number(endY - 6 - bend),
              number(endX),
              number(endY - 6),
              ink,
              number(endX),
              number(endY),
              ink));
    }
  }

  private Part part(String room) {
    Room found = floors.rooms().get(room);
    if (found == null) {
      throw new IllegalArgumentException("no such room: " + room);
    }
    return found.part();
  }

  private Box box(String room) {
    Box box = boxes.get(room);
    if (box == null) {
      throw new IllegalArgumentException("no such room: " + room);
    }
    return box;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
  }

  private static String number(double value) {
    return text("%.1f", value).replaceFirst("\\.0$", "");
  }
}
