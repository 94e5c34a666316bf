/** The rules between packages, read from the sources of every module. */
@NullMarked
package org.widemargin.architecture;

import org.jspecify.annotations.NullMarked;
