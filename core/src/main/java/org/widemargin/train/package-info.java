/** Training: the loop, optimisers and schedules, and what a run writes while it goes. */
@NullMarked
package org.widemargin.train;

import org.jspecify.annotations.NullMarked;
