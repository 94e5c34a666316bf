package org.widemargin.architecture.madeup.round;

/** Goes round with {@link Egg}. */
record Hen(Egg egg) {}
