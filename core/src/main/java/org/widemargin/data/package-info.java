/**
 * Data sets in plain arrays until they are batched: readers, splits, label noise, augmentation.
 *
 * <p>Pure Java: nothing here knows tensors or native memory.
 */
@NullMarked
package org.widemargin.data;

import org.jspecify.annotations.NullMarked;
