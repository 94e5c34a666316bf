package org.widemargin.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections that send no request for too long. Each byte that a client sends would begin
 * an idle time anew, so that a slow one could hold a connection for ever; this time is one.
 */
final class ConnectionClock implements Connection.Listener {
  private final Duration allowed;
  private final Scheduler scheduler;
  private final Map<Connection, Scheduler.Task> waiting = new ConcurrentHashMap<>();

  ConnectionClock(Duration allowed, Scheduler scheduler) {
    this.allowed = allowed;
    this.scheduler = scheduler;
  }

  @Override
  public void onOpened(Connection connection) {
    await(connection);
  }

  @Override
  public void onClosed(Connection connection) {
    cancel(waiting.remove(connection));
  }

  /** The head of a request is there. */
  void began(Connection connection) {
    cancel(waiting.remove(connection));
  }

  /** The request was answered: there may be another. */
  void ended(Connection connection) {
    if (connection.getEndPoint().isOpen()) {
      await(connection);
    }
  }

  private void await(Connection connection) {
    cancel(waiting.put(connection, scheduler.schedule(() -> close(connection), allowed)));
  }

  private void close(Connection connection) {
    if (waiting.remove(connection) != null) {
      connection.getEndPoint().close();
    }
  }

  private static void cancel(Scheduler.@org.jspecify.annotations.Nullable Task task) {
    if (task != null) {
      task.cancel();
    }
  }
}
