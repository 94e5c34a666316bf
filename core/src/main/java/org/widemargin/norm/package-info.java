/**
 * Norms and the geometry of balls and boxes: dual norms, shortest steps onto a hyperplane,
 * projections. It knows no network.
 */
@NullMarked
package org.widemargin.norm;

import org.jspecify.annotations.NullMarked;
