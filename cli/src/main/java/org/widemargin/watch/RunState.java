package org.widemargin.watch;

/** Where a run stands. */
enum RunState {
  /** It has no evaluation yet. */
  BEGINNING("has begun; its first evaluation is to come"),
  /** A process is at work on it. */
  RUNNING("is running"),
  /** It has made all its steps, and its results are there. */
  ENDED("has ended"),
  /** Nobody is at work on it, and it has not ended. */
  STOPPED("was stopped before its end; train --resume goes on with it");

  private final String words;

  RunState(String words) {
    this.words = words;
  }

  /** What follows "the run". */
  String words() {
    return words;
  }
}
