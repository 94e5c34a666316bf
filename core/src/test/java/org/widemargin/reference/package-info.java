/**
 * The margin loss once more, slow and obviously right, to hold the product against: plain doubles,
 * loops, no code shared with it. For tests only.
 */
@NullMarked
package org.widemargin.reference;

import org.jspecify.annotations.NullMarked;
