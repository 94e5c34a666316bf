/** Complete programs that draw what they find. They are compiled and run by the tests. */
@NullMarked
package org.widemargin.examples;

import org.jspecify.annotations.NullMarked;
