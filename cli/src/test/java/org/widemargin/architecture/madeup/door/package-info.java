/** A room of the made-up house. */
@NullMarked
package org.widemargin.architecture.madeup.door;

import org.jspecify.annotations.NullMarked;
