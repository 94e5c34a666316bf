package org.widemargin.certify;

/** How a lower bound is found; each is tighter than the one before as a rule, and costs more. */
public enum Method {
  /** Intervals through every layer but the last, whose gaps are taken as a whole. */
  INTERVAL,
  /** Gaps carried back to the input as linear functions, over intervals for the hidden layers. */
  BACKWARD,
  /** Hidden values whose sign is not certain are carried back to the input, too. */
  FULL
}
