package org.widemargin.attack;

/**
 * An attack that looks for the nearest adversarial point. Run within a ball it breaks what it finds
 * inside, and goes on to the nearest such point; run by {@link MinimumNormRun} it estimates each
 * sample's distance to the boundary from above.
 */
public sealed interface MinimumNormAttack extends Attack permits Fab, DeepFool {}
