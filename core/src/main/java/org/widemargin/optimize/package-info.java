/** What turns gradients into updates: optimisers, schedules of the learning rate, clipping. */
@NullMarked
package org.widemargin.optimize;

import org.jspecify.annotations.NullMarked;
