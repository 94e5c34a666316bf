package org.widemargin.audit;

/** Learns how far an audit is. Called in the thread that audits. */
public interface AuditListener {
  /** Hears nothing. */
  AuditListener SILENT = new AuditListener() {};

  /**
   * A piece of work begins.
   *
   * @param what in words, such as "fold 2 of 5"
   */
  default void begun(String what) {}

  /**
   * A network learns.
   *
   * @param step which step is made, from 1
   * @param steps of how many
   */
  default void stepped(long step, long steps) {}
}
