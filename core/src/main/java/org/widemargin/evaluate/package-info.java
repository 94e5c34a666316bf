/** How often a classifier is right: accuracy with the result of every sample. */
@NullMarked
package org.widemargin.evaluate;

import org.jspecify.annotations.NullMarked;
