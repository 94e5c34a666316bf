package org.widemargin.certify;

/**
 * The slope of the line below a rectifier whose input may have either sign; any from 0 to 1 is
 * below it. Which is best depends on the sample.
 */
enum LowerSlope {
  /** 1 where more of the input's range is above 0, else 0 (Zhang et al., 2018). */
  ADAPTIVE,
  /** The constant 0. */
  ZERO,
  /** The input itself. */
  ONE
}
