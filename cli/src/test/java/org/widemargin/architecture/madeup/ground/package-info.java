/** A room of the made-up house. */
@NullMarked
package org.widemargin.architecture.madeup.ground;

import org.jspecify.annotations.NullMarked;
