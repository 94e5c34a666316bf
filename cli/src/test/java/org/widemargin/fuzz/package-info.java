/** Files that nobody vouches for, given to every reader. */
@NullMarked
package org.widemargin.fuzz;

import org.jspecify.annotations.NullMarked;
