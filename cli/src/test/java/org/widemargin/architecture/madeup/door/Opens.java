package org.widemargin.architecture.madeup.door;

import org.widemargin.architecture.madeup.bindings.Pointer;

/** Uses the bindings where they may be used. */
public record Opens(Pointer pointer) {}
