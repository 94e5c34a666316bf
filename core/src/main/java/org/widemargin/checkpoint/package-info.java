/**
 * Weights and training state on disk: the safetensors format, read strictly and written atomically.
 */
@NullMarked
package org.widemargin.checkpoint;

import org.jspecify.annotations.NullMarked;
