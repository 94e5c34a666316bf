package org.widemargin.data;

/** What becomes of files that cannot be decoded. */
public enum Undecodable {
  /** The first that is met ends the work, by its name. */
  FAIL,
  /** They are looked for first, counted, named and left out. */
  SKIP
}
