package org.widemargin.architecture.madeup.bindings;

/** What only the door may name. */
public final class Pointer {}
