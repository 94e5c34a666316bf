/** What an attack on one network or a transfer between several found, as files and as a page. */
@NullMarked
package org.widemargin.assessment;

import org.jspecify.annotations.NullMarked;
