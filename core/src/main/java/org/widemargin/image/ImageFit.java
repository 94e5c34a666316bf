package org.widemargin.image;

/** How a picture of any size becomes one of a given size. */
public enum ImageFit {
  /** Scaled until it covers the size, then what stands out is cut off evenly on both sides. */
  CROP,
  /** Scaled in both directions, each by its own factor. */
  STRETCH,
  /** Scaled until all of it fits into the size, with black beside it. */
  PAD
}
