/** A room of the made-up house. */
@NullMarked
package org.widemargin.architecture.madeup.left;

import org.jspecify.annotations.NullMarked;
