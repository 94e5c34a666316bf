/** Tests of what commands say. */
@NullMarked
package org.widemargin.cli.command;

import org.jspecify.annotations.NullMarked;
