package org.widemargin.architecture.madeup.judged;

/** What is judged. */
public record Judged(double value) {}
