/** Proofs against brute force, slow references, and millions of points. */
@NullMarked
package org.widemargin.certify;

import org.jspecify.annotations.NullMarked;
