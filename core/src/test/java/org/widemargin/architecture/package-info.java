/** What is asked of the sources as a whole. */
@NullMarked
package org.widemargin.architecture;

import org.jspecify.annotations.NullMarked;
