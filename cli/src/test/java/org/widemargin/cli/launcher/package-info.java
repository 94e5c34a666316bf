/** Tests of the launcher script at the root of the project. */
@NullMarked
package org.widemargin.cli.launcher;

import org.jspecify.annotations.NullMarked;
