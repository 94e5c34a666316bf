/** A room of the made-up house. */
@NullMarked
package org.widemargin.architecture.madeup.judge;

import org.jspecify.annotations.NullMarked;
