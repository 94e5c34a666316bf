/** Several processes that train one network: where they meet, and what they exchange. */
@NullMarked
package org.widemargin.parallel;

import org.jspecify.annotations.NullMarked;
