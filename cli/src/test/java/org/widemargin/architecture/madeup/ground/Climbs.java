package org.widemargin.architecture.madeup.ground;

import org.widemargin.architecture.madeup.roof.Roof;

/** Uses a package that comes after its own. */
final class Climbs {
  private Climbs() {}

  static Object climb() {
    return Roof.made();
  }
}
