/**
 * How much a classifier withstands: noise, the paper's attacks (FGSM, IFGSM), stronger ones, and
 * the suite of them.
 *
 * <p>An {@link org.widemargin.attack.Attack} proposes points; {@link
 * org.widemargin.attack.AttackRun} alone decides what it has broken.
 */
@NullMarked
package org.widemargin.attack;

import org.jspecify.annotations.NullMarked;
