package org.widemargin.architecture.madeup.bindings;

/** What everybody may name. */
public final class Tensor {}
