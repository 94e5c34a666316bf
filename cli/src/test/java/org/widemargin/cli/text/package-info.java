/** Tests of what is printed. */
@NullMarked
package org.widemargin.cli.text;

import org.jspecify.annotations.NullMarked;
