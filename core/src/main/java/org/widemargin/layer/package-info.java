/** Layers as data: what a network's description is made of. */
@NullMarked
package org.widemargin.layer;

import org.jspecify.annotations.NullMarked;
