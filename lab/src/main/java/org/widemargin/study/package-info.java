/** Comparisons of trained networks, from training to figures that can be shown. */
@NullMarked
package org.widemargin.study;

import org.jspecify.annotations.NullMarked;
