/** Tests of trainings by several processes that start none. */
@NullMarked
package org.widemargin.cli.worker;

import org.jspecify.annotations.NullMarked;
