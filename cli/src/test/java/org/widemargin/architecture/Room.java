package org.widemargin.architecture;

/**
 * A package and its place in the picture of the house.
 *
 * @param name below the root; empty for the root's own classes
 * @param part of the house
 * @param purpose in a few words
 * @param across where it is drawn in its part, from 0 at the left to 1
 */
record Room(String name, Part part, String purpose, double across) {

  /** A part of the house, with its colours. */
  enum Part {
    GROUND("Common ground", "#f3f5f7", "#57606a"),
    METHOD("The method", "#e8f1fa", "#005a9c"),
    JUDGE("The judge", "#fdf0e6", "#b23c00"),
    LAB("The laboratory", "#ebf5ec", "#1a7f37"),
    PROGRAM("The program", "#f3effa", "#6639ba");

    final String title;
    final String paper;
    final String ink;

    Part(String title, String paper, String ink) {
      this.title = title;
      this.paper = paper;
      this.ink = ink;
    }
  }

  /** The room that is drawn: the packages inside {@code cli} are drawn as one. */
  String drawn() {
    return name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
  }
}
