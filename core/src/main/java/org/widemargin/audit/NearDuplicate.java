package org.widemargin.audit;

/**
 * Two samples that are nearly the same and have different labels: one of these is wrong, or the
 * classes cannot be told apart there.
 *
 * @param part of the one
 * @param place of the one in its data set
 * @param label of the one
 * @param otherPart of the other
 * @param otherPlace of the other
 * @param otherLabel of the other
 * @param distance the root of the mean squared difference of their numbers: pixels in [0,1], or
 *     features as the network gets them
 */
public record NearDuplicate(
    String part,
    int place,
    String label,
    String otherPart,
    int otherPlace,
    String otherLabel,
    double distance) {}
