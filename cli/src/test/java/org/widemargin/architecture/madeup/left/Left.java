package org.widemargin.architecture.madeup.left;

import org.widemargin.architecture.madeup.right.Right;

/** Goes round with {@link Right}. */
public record Left(Right right) {}
