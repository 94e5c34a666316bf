/**
 * Proofs: lower bounds on the gaps between a label's logit and the others over a whole ball, by
 * intervals (Gowal et al., 2019) and by linear functions carried backward (Zhang et al., 2018;
 * Singh et al., 2019). An attack says how far a network can be trusted at most; this says how far
 * at least.
 */
@NullMarked
package org.widemargin.certify;

import org.jspecify.annotations.NullMarked;
