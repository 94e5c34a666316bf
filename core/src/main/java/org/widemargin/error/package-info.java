/** What people are told when something is wrong with what they gave, or cannot be written. */
@NullMarked
package org.widemargin.error;

import org.jspecify.annotations.NullMarked;
