/** Photographs and other pictures: from files of any origin to pixels of one size. */
@NullMarked
package org.widemargin.image;

import org.jspecify.annotations.NullMarked;
