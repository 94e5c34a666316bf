/**
 * The method of Elsayed, Krishnan, Mobahi, Regan and Bengio, "Large Margin Deep Networks for
 * Classification" (NeurIPS 2018): linearised distances to the decision boundary at any layer, in
 * any norm, and the loss that enlarges them.
 *
 * <p>{@link org.widemargin.margin.Norm}, {@link org.widemargin.margin.Score} and {@link
 * org.widemargin.margin.Competitors} give equation 7; {@link org.widemargin.margin.MarginLoss} is
 * equation 15; {@link org.widemargin.margin.BoundaryRefinement} goes beyond the paper.
 */
@NullMarked
package org.widemargin.margin;

import org.jspecify.annotations.NullMarked;
