/** What the program prints: tables, colours, durations, one line for each failure. */
@NullMarked
package org.widemargin.cli.text;

import org.jspecify.annotations.NullMarked;
