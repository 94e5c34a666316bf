/** Attacks held against closed forms, invariants and planted faults. */
@NullMarked
package org.widemargin.attack;

import org.jspecify.annotations.NullMarked;
