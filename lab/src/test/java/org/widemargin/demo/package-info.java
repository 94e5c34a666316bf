@NullMarked
package org.widemargin.demo;

import org.jspecify.annotations.NullMarked;
