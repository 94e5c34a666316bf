package org.widemargin.architecture.madeup.between;

import org.widemargin.architecture.madeup.judged.Judged;

/** Stands between judge and judged. */
public record Between(Judged judged) {}
