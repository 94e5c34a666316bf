/**
 * The decision boundary between two classes, linearised (paper, equations 6 and 7): gaps of scores,
 * gradients of gaps, signed distances, and their refinement by relinearising. Common ground of the
 * loss, which pushes on these distances, and of the measurements, which report them.
 */
@NullMarked
package org.widemargin.boundary;

import org.jspecify.annotations.NullMarked;
