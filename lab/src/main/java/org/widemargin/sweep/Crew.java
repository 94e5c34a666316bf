package org.widemargin.sweep;

/** Other processes, here or on other machines, that carry out trials. To be closed. */
public interface Crew extends AutoCloseable {
  /**
   * How many trials they carry out at a time.
   *
   * @return at least 1
   */
  int size();

  /**
   * Has a trial carried out, and waits for it. Called by several threads at a time.
   *
   * @param task what {@link TrialExecutor#carryOut} takes
   * @return what it gives
   * @throws TrialLostException if it cannot be had
   */
  byte[] ask(byte[] task);

  @Override
  default void close() {}
}
