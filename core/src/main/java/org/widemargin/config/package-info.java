/**
 * Configurations: YAML and JSON bound to records, overlaid and overridden, with one-line messages.
 */
@NullMarked
package org.widemargin.config;

import org.jspecify.annotations.NullMarked;
