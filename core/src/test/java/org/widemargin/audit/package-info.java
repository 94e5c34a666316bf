@NullMarked
package org.widemargin.audit;

import org.jspecify.annotations.NullMarked;
