/** Accuracy. */
@NullMarked
package org.widemargin.evaluate;

import org.jspecify.annotations.NullMarked;
