/** A room of the made-up house. */
@NullMarked
package org.widemargin.architecture.madeup.straight;

import org.jspecify.annotations.NullMarked;
