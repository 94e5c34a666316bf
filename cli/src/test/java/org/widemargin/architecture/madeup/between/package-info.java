/** A room of the made-up house. */
@NullMarked
package org.widemargin.architecture.madeup.between;

import org.jspecify.annotations.NullMarked;
