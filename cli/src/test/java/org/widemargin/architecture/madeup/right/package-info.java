/** A room of the made-up house. */
@NullMarked
package org.widemargin.architecture.madeup.right;

import org.jspecify.annotations.NullMarked;
