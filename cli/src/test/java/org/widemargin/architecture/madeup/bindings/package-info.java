/** A room of the made-up house. */
@NullMarked
package org.widemargin.architecture.madeup.bindings;

import org.jspecify.annotations.NullMarked;
