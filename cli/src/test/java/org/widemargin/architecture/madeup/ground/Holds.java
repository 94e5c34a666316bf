package org.widemargin.architecture.madeup.ground;

import org.widemargin.architecture.madeup.bindings.Tensor;

/** Names what is free. */
record Holds(java.util.List<Tensor> tensors) {}
