/** A made-up house that breaks every rule once, so that each rule is seen to fail. */
@NullMarked
package org.widemargin.architecture.madeup;

import org.jspecify.annotations.NullMarked;
