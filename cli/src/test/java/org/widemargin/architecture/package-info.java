/** The rules between packages and classes, read from the compiled classes of every module. */
@NullMarked
package org.widemargin.architecture;

import org.jspecify.annotations.NullMarked;
