/**
 * Which labels are wrong: scores of every sample by the margin, in and out of sample, and what
 * follows from them.
 */
@NullMarked
package org.widemargin.audit;

import org.jspecify.annotations.NullMarked;
