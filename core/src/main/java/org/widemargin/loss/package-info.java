/**
 * Losses on activations and labels, and the two baselines of the paper: cross-entropy and hinge.
 */
@NullMarked
package org.widemargin.loss;

import org.jspecify.annotations.NullMarked;
