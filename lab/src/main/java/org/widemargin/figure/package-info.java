/**
 * Figures: immutable descriptions, drawn as SVG for the page and as PNG for everywhere else.
 *
 * <p>A description ({@link org.widemargin.figure.Figure}) holds data only. It is laid out as a list
 * of simple marks, and the two renderers know nothing but marks, so both show the same. Everything
 * is readable in greyscale: colour is never the only difference.
 */
@NullMarked
package org.widemargin.figure;

import org.jspecify.annotations.NullMarked;
