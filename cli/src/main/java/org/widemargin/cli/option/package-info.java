/** Groups of command-line options and what they stand for. */
@NullMarked
package org.widemargin.cli.option;

import org.jspecify.annotations.NullMarked;
