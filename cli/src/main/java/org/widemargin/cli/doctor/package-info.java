/** Tells whether a machine is set up well. */
@NullMarked
package org.widemargin.cli.doctor;

import org.jspecify.annotations.NullMarked;
