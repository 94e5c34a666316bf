/**
 * The loss of Elsayed, Krishnan, Mobahi, Regan and Bengio, "Large Margin Deep Networks for
 * Classification" (NeurIPS 2018), equation 15: it enlarges the linearised distances to the decision
 * boundary, at any layer and in any norm.
 *
 * <p>The distances themselves (equation 7, and their refinement beyond the paper) are in {@link
 * org.widemargin.boundary}.
 */
@NullMarked
package org.widemargin.margin;

import org.jspecify.annotations.NullMarked;
