package org.widemargin.certify;

/** Brings what is known before a layer that is not affine closer to the truth. */
@FunctionalInterface
interface Tightening {
  /** Leaves intervals as they are. */
  Tightening NONE = (bounds, way) -> bounds;

  /**
   * Tightens.
   *
   * @param bounds what intervals gave
   * @param way from there to the input
   * @return bounds that hold and are nowhere wider
   */
  Bounds apply(Bounds bounds, WayBack way);
}
