@NullMarked
package org.widemargin.watch;

import org.jspecify.annotations.NullMarked;
