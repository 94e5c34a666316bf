/** Comparisons of trained networks, from training to figures that can be shown. */
@NullMarked
package org.widemargin.demo;

import org.jspecify.annotations.NullMarked;
