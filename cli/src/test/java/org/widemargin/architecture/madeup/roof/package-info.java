/** A room of the made-up house. */
@NullMarked
package org.widemargin.architecture.madeup.roof;

import org.jspecify.annotations.NullMarked;
