package org.widemargin.data;

/** Is told how a data set is read. Calls come one at a time, though from several threads. */
public interface ReadingListener {
  /** Hears nothing. */
  ReadingListener SILENT = note -> {};

  /**
   * Something that the user should know about the data: what was left out, what is done to them.
   *
   * @param note one line
   */
  void note(String note);

  /**
   * How far the reading has come, for what takes long.
   *
   * @param done how many samples were read
   * @param total how many there are
   */
  default void progress(int done, int total) {}
}
