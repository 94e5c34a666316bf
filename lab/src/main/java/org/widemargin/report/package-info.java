/**
 * The report: one self-contained HTML page, built from headings, plain words, tables and figures.
 */
@NullMarked
package org.widemargin.report;

import org.jspecify.annotations.NullMarked;
