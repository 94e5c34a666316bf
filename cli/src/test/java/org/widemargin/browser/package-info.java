/** A real browser, for the tests of pages. */
@NullMarked
package org.widemargin.browser;

import org.jspecify.annotations.NullMarked;
