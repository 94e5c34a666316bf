@NullMarked
package org.widemargin.study;

import org.jspecify.annotations.NullMarked;
