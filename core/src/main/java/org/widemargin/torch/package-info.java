/**
 * The only package that knows native memory: scopes, tensor creation and reading, operators, automatic differentiation, threads and
 * native error text. Above it, a {@link org.bytedeco.pytorch.Tensor} is a value that lives until its {@link
 * org.widemargin.torch.Scope} ends.
 */
@NullMarked
package org.widemargin.torch;

import org.jspecify.annotations.NullMarked;
