/** The README's example, compiled and run. */
@NullMarked
package org.widemargin.examples;

import org.jspecify.annotations.NullMarked;
