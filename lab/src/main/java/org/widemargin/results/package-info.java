/** What result lines say of a study: its figures' numbers, with their spread over seeds. */
@NullMarked
package org.widemargin.results;

import org.jspecify.annotations.NullMarked;
