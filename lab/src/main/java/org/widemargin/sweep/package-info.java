/** Runs studies: claims trials, trains each network once, measures it, and writes result lines. */
@NullMarked
package org.widemargin.sweep;

import org.jspecify.annotations.NullMarked;
