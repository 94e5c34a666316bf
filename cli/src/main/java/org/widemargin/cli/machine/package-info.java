/** This process and its machine: threads, pools, environment variables, version. */
@NullMarked
package org.widemargin.cli.machine;

import org.jspecify.annotations.NullMarked;
