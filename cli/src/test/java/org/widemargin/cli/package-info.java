@NullMarked
package org.widemargin.cli;

import org.jspecify.annotations.NullMarked;
