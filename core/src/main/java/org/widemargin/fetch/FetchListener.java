package org.widemargin.fetch;

/** Learns how a download goes. */
public interface FetchListener {
  /**
   * More of a file is there.
   *
   * @param file which
   * @param bytes how much of it is there now, from this session or an earlier one
   */
  default void received(RemoteFile file, long bytes) {}

  /**
   * A connection failed, and another is tried.
   *
   * @param file which
   * @param reason why, in a few words
   * @param seconds how long it waits before
   */
  default void retrying(RemoteFile file, String reason, int seconds) {}

  /**
   * A file is there and has the right digest.
   *
   * @param file which
   */
  default void verified(RemoteFile file) {}
}
