/** Measures how far samples are from the decision boundary: linearised, refined, and true. */
@NullMarked
package org.widemargin.distance;

import org.jspecify.annotations.NullMarked;
