package org.widemargin.architecture.madeup.straight;

/** Is permitted. */
record Disc(double radius) implements Shape {}
