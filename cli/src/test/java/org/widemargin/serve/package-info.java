@NullMarked
package org.widemargin.serve;

import org.jspecify.annotations.NullMarked;
