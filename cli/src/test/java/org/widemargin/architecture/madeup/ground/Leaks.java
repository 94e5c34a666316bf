package org.widemargin.architecture.madeup.ground;

import org.widemargin.architecture.madeup.bindings.Pointer;

/** Names the bindings: forbidden outside the door, also as an array. */
record Leaks(java.util.function.Supplier<Pointer[]> pointers) {}
