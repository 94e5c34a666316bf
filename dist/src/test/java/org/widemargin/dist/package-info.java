/**
 * Trials of what is handed on: the archive on a bare machine, the library in projects of others.
 */
@NullMarked
package org.widemargin.dist;

import org.jspecify.annotations.NullMarked;
