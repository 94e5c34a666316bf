/**
 * Judges a network under attack: suites of attacks with a verdict on every sample, checks of that
 * verdict, curves and tables of accuracy, transferred examples.
 */
@NullMarked
package org.widemargin.robustness;

import org.jspecify.annotations.NullMarked;
