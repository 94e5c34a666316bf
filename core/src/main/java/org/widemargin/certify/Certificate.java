package org.widemargin.certify;

/**
 * What is known of one sample.
 *
 * @param sample its index in the data set
 * @param label its true class
 * @param right whether the network names it without any perturbation
 * @param verified whether that is proved for the whole ball
 * @param leastGap a lower bound of the gap to the nearest competitor over the ball; NaN if the
 *     bounds are no numbers
 * @param radius the largest radius for which a proof was found, 0 for a sample that is wrong; NaN
 *     where none was looked for
 */
public record Certificate(
    int sample, int label, boolean right, boolean verified, double leastGap, double radius) {}
