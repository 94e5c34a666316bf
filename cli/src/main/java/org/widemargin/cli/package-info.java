/** The command line: thin commands that parse options, call the library and print. */
@NullMarked
package org.widemargin.cli;

import org.jspecify.annotations.NullMarked;
