/**
 * Complete programs that use the margin loss on other things than this library's own training runs.
 * They are compiled and run by the tests.
 */
@NullMarked
package org.widemargin.examples;

import org.jspecify.annotations.NullMarked;
