/**
 * A training as a folder that explains itself: configuration, provenance, metrics, checkpoints,
 * results.
 */
@NullMarked
package org.widemargin.run;

import org.jspecify.annotations.NullMarked;
