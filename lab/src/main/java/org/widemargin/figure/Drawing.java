package org.widemargin.figure;

import java.util.List;

/**
 * A figure laid out: marks on a sheet.
 *
 * @param width the sheet's width
 * @param height the sheet's height
 * @param title what the figure is called
 * @param description what it shows, for those who cannot see it
 * @param marks the marks, the hindmost first
 */
record Drawing(double width, double height, String title, String description, List<Mark> marks) {
  /** The usual width: on a phone such a figure is shrunk only to three quarters. */
  static final double WIDTH = 480;

  Drawing {
    marks = List.copyOf(marks);
  }
}
