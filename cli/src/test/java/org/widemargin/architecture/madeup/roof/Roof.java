package org.widemargin.architecture.madeup.roof;

import org.widemargin.architecture.madeup.door.Opens;

/** Uses one that comes before. */
public final class Roof {
  private Roof() {}

  /** Makes one. */
  public static Roof made() {
    return new Roof();
  }

  Opens opens(Opens door) {
    return door;
  }
}
