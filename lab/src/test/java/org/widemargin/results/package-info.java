@NullMarked
package org.widemargin.results;

import org.jspecify.annotations.NullMarked;
