/** The paper's experiments as studies, their figures, its claims, and the page of them all. */
@NullMarked
package org.widemargin.reproduce;

import org.jspecify.annotations.NullMarked;
