/** A room of the made-up house. */
@NullMarked
package org.widemargin.architecture.madeup.judged;

import org.jspecify.annotations.NullMarked;
