package org.widemargin.architecture.madeup.judge;

import org.widemargin.architecture.madeup.between.Between;

/** Uses the judged by way of another. */
record Judge(Between between) {}
