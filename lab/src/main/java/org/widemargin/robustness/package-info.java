/** Pages about networks under attack: how far they hold, where they break, what to doubt. */
@NullMarked
package org.widemargin.robustness;

import org.jspecify.annotations.NullMarked;
