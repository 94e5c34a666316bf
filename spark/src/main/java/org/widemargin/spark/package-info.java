/** Trials, trainings and predictions on Apache Spark. */
@NullMarked
package org.widemargin.spark;

import org.jspecify.annotations.NullMarked;
