/**
 * Studies as data: a typed matrix of data sets, methods, conditions, hyper-parameters and seeds,
 * what is measured, and one result line for each trial.
 */
@NullMarked
package org.widemargin.study;

import org.jspecify.annotations.NullMarked;
