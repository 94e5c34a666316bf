package org.widemargin.architecture.madeup.round;

/** Goes round with {@link Hen}. */
interface Egg {
  /** What comes of it. */
  Hen hatched();
}
