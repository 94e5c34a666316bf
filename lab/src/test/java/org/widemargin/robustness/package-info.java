@NullMarked
package org.widemargin.robustness;

import org.jspecify.annotations.NullMarked;
