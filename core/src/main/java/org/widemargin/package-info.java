/** What every package shares: the exception for a user's mistake. */
@NullMarked
package org.widemargin;

import org.jspecify.annotations.NullMarked;
