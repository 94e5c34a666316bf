/** A room of the made-up house. */
@NullMarked
package org.widemargin.architecture.madeup.round;

import org.jspecify.annotations.NullMarked;
