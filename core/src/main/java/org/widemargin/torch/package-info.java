/**
 * The only place that knows native memory, devices, seeds, threads and native error text.
 *
 * <p>Outside it, of the bindings only {@code org.bytedeco.pytorch.Tensor} is named.
 */
@NullMarked
package org.widemargin.torch;

import org.jspecify.annotations.NullMarked;
