/** The commands: each reads its arguments, calls the library, and prints. */
@NullMarked
package org.widemargin.cli.command;

import org.jspecify.annotations.NullMarked;
