/** MNIST as a resource, so that nothing has to be downloaded. */
@NullMarked
package org.widemargin.mnist;

import org.jspecify.annotations.NullMarked;
