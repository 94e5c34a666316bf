/** Curves of a run, in the browser, while it goes on or afterwards. */
@NullMarked
package org.widemargin.watch;

import org.jspecify.annotations.NullMarked;
