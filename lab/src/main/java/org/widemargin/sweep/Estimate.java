package org.widemargin.sweep;

/**
 * What a study will cost, before it runs.
 *
 * @param trials how many there are in all
 * @param left how many of them have no result yet
 * @param seconds that those take one after the other; a guess that is right to a factor of two or
 *     so, and too high where trainings stop early
 */
public record Estimate(int trials, int left, double seconds) {}
