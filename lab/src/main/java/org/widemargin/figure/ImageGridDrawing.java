package org.widemargin.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * Lays out an {@link ImageGridFigure}; row headings stand above their row, which leaves the width
 * to the pictures.
 */
final class ImageGridDrawing {
  private static final double NARROWEST_CELL = 62;
  private static final double WIDEST_CELL = 120;
  private static final double GAP = 8;
  private static final double SYMBOL = 13;

  private final ImageGridFigure figure;
  private final double cellWidth;
  private final Sheet sheet;

  private ImageGridDrawing(ImageGridFigure figure) {
    this.figure = figure;
    int columns = figure.rows().get(0).cells().size();
    this.cellWidth = cellWidth(figure, columns);
    double width = 2 * Sheet.MARGIN + columns * (cellWidth + GAP) - GAP;
    this.sheet = new Sheet(Math.max(Drawing.WIDTH, Math.ceil(width)));
  }

  static Drawing of(ImageGridFigure figure) {
    return new ImageGridDrawing(figure).draw();
  }

  /** Wide enough for a word of every caption and heading, else as wide as the sheet allows. */
  private static double cellWidth(ImageGridFigure figure, int columns) {
    double widestWord =
        figure.rows().stream()
            .flatMap(row -> row.cells().stream())
            .mapToDouble(cell -> widestWord(cell.caption(), TextStyle.NORMAL) + symbolRoom(cell))
            .max()
            .orElse(0);
    double widestHeading =
        figure.columnHeadings().stream()
            .mapToDouble(heading -> widestWord(heading, TextStyle.HEADING))
            .max()
            .orElse(0);
    double fitting = (Drawing.WIDTH - 2 * Sheet.MARGIN + GAP) / columns - GAP;
    double needed = Math.max(NARROWEST_CELL, Math.max(widestWord, widestHeading));
    return Math.max(needed, Math.min(WIDEST_CELL, fitting));
  }

  private Drawing draw() {
    sheet.text(figure.title(), TextStyle.TITLE, Ink.TEXT, Mark.Anchor.START);
    sheet.skip(8);
    if (!figure.columnHeadings().isEmpty()) {
      texts(figure.columnHeadings());
    }
    for (ImageGridFigure.Row row : figure.rows()) {
      row(row);
    }
    return sheet.finish(figure);
  }

  private void texts(List<String> headings) {
    TextStyle style = TextStyle.HEADING;
    int lines = 0;
    for (int column = 0; column < headings.size(); column++) {
      List<String> wrapped = style.wrap(headings.get(column), cellWidth);
      for (int line = 0; line < wrapped.size(); line++) {
        double y = sheet.cursor() + style.size() + line * style.lineHeight();
        Point at = new Point(middle(column), y);
        sheet.add(new Mark.Label(wrapped.get(line), at, style, Mark.Anchor.MIDDLE, Ink.TEXT));
      }
      lines = Math.max(lines, wrapped.size());
    }
    sheet.skip(lines * style.lineHeight() + 4);
  }

  private void row(ImageGridFigure.Row row) {
    if (!row.heading().isEmpty()) {
      sheet.skip(4);
      sheet.text(row.heading(), TextStyle.NORMAL, Ink.MUTED, Mark.Anchor.START);
      sheet.skip(2);
    }
    double tallest = 0;
    int lines = 0;
    for (int column = 0; column < row.cells().size(); column++) {
      ImageGridFigure.Cell cell = row.cells().get(column);
      tallest = Math.max(tallest, pictureHeight(cell));
      lines = Math.max(lines, captionLines(cell).size());
      picture(cell, column);
    }
    sheet.skip(tallest + 3);
    for (int column = 0; column < row.cells().size(); column++) {
      caption(row.cells().get(column), column);
    }
    sheet.skip(lines * TextStyle.NORMAL.lineHeight() + 6);
  }

  private void picture(ImageGridFigure.Cell cell, int column) {
    double left = middle(column) - cellWidth / 2;
    double height = pictureHeight(cell);
    sheet.add(new Mark.Raster(left, sheet.cursor(), cellWidth, height, cell.picture()));
    sheet.add(
        Mark.Path.rectangle(
            left, sheet.cursor(), cellWidth, height, Stroke.solid(Ink.GRID, 1), null));
  }

  private double pictureHeight(ImageGridFigure.Cell cell) {
    return cellWidth * cell.picture().height() / cell.picture().width();
  }

  private List<String> captionLines(ImageGridFigure.Cell cell) {
    return cell.caption().isEmpty()
        ? List.of()
        : TextStyle.NORMAL.wrap(cell.caption(), cellWidth - symbolRoom(cell));
  }

  private void caption(ImageGridFigure.Cell cell, int column) {
    List<String> lines = captionLines(cell);
    TextStyle style = TextStyle.NORMAL;
    Ink ink =
        switch (cell.verdict()) {
          case RIGHT -> Ink.RIGHT;
          case WRONG -> Ink.WRONG;
          case NONE -> Ink.TEXT;
        };
    for (int line = 0; line < lines.size(); line++) {
      double y = sheet.cursor() + style.size() + line * style.lineHeight();
      double textMiddle = middle(column) + (line == 0 ? symbolRoom(cell) / 2 : 0);
      Point at = new Point(textMiddle, y);
      sheet.add(new Mark.Label(lines.get(line), at, style, Mark.Anchor.MIDDLE, ink));
      if (line == 0) {
        double left = textMiddle - style.width(lines.get(line)) / 2;
        symbol(cell, new Point(left - SYMBOL / 2 - 4, y - style.size() * 0.36));
      }
    }
  }

  private void symbol(ImageGridFigure.Cell cell, Point at) {
    switch (cell.verdict()) {
      case RIGHT -> sheet.add(Symbols.tick(at, SYMBOL));
      case WRONG -> sheet.addAll(Symbols.cross(at, SYMBOL));
      case NONE -> {}
    }
  }

  private static double symbolRoom(ImageGridFigure.Cell cell) {
    return cell.verdict() == ImageGridFigure.Verdict.NONE ? 0 : SYMBOL + 5;
  }

  private static double widestWord(String text, TextStyle style) {
    List<Double> widths = new ArrayList<>();
    for (String word : style.wrap(text, 0)) {
      widths.add(style.width(word));
    }
    return widths.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  private double middle(int column) {
    return Sheet.MARGIN + column * (cellWidth + GAP) + cellWidth / 2;
  }
}
