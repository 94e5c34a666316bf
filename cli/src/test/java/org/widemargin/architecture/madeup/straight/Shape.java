package org.widemargin.architecture.madeup.straight;

/** Permits a class that uses it, which is no circle. */
sealed interface Shape permits Disc {
  /** Uses what is nested, and is used by it: one class. */
  default Outline outline() {
    return new Outline(this);
  }

  /**
   * Nested.
   *
   * @param shape whose
   */
  record Outline(Shape shape) {}
}
