package org.widemargin.architecture.madeup.right;

import org.widemargin.architecture.madeup.left.Left;

/** Goes round with {@link Left}. */
public record Right(java.util.Optional<Left> left) {}
