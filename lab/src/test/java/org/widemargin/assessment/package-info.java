@NullMarked
package org.widemargin.assessment;

import org.jspecify.annotations.NullMarked;
