/**
 * How fast training is, against the machine's peak and against the ways others do it: all variants
 * in one process, by turns.
 */
@NullMarked
package org.widemargin.bench;

import org.jspecify.annotations.NullMarked;
