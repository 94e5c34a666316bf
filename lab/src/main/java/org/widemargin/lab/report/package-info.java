/**
 * The report: one self-contained HTML page, built from headings, plain words, tables and figures.
 */
@NullMarked
package org.widemargin.lab.report;

import org.jspecify.annotations.NullMarked;
