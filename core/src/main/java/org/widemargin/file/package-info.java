/** Files that are whole or not there, folders that one process owns, fingerprints. */
@NullMarked
package org.widemargin.file;

import org.jspecify.annotations.NullMarked;
