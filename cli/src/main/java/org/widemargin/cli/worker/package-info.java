/** The processes of a training of several workers: started, watched, started again. */
@NullMarked
package org.widemargin.cli.worker;

import org.jspecify.annotations.NullMarked;
