@NullMarked
package org.widemargin.reproduce;

import org.jspecify.annotations.NullMarked;
