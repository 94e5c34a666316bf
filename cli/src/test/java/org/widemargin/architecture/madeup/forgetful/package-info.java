/** Made-up classes that do not say where tensors are. */
@NullMarked
package org.widemargin.architecture.madeup.forgetful;

import org.jspecify.annotations.NullMarked;
