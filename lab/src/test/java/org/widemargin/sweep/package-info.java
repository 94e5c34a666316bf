@NullMarked
package org.widemargin.sweep;

import org.jspecify.annotations.NullMarked;
